/** Decides whether one route value fits a constraint. */
export type ConstraintCheck = (value: string) => boolean;

const INTEGER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const GUID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const between =
  (low: bigint, high: bigint): ConstraintCheck =>
  (value) =>
    INTEGER.test(value) && BigInt(value.replace('+', '')) >= low && BigInt(value.replace('+', '')) <= high;

const anInt = between(-(2n ** 31n), 2n ** 31n - 1n);
const aLong = between(-(2n ** 63n), 2n ** 63n - 1n);
const aNumber: ConstraintCheck = (value) => NUMBER.test(value);

const PLAIN: Record<string, ConstraintCheck> = {
  int: anInt,
  long: aLong,
  bool: (value) => /^(?:true|false)$/i.test(value),
  guid: (value) => GUID.test(value.replace(/^[({](.*)[)}]$/, '$1')),
  alpha: (value) => /^[a-z]*$/i.test(value),
  decimal: aNumber,
  double: aNumber,
  float: aNumber,
  datetime: (value) => !Number.isNaN(Date.parse(value)),
  required: (value) => value !== '',
};

const WITH_ARGUMENTS: Record<string, (first: string, second: string | undefined) => ConstraintCheck> = {
  length: (first, second) => (value) =>
    value.length >= Number(first) && value.length <= Number(second ?? first),
  minlength: (first) => (value) => value.length >= Number(first),
  maxlength: (first) => (value) => value.length <= Number(first),
  min: (first) => (value) => aLong(value) && BigInt(value.replace('+', '')) >= BigInt(first),
  max: (first) => (value) => aLong(value) && BigInt(value.replace('+', '')) <= BigInt(first),
  range: (first, second) => (value) =>
    aLong(value) &&
    BigInt(value.replace('+', '')) >= BigInt(first) &&
    BigInt(value.replace('+', '')) <= BigInt(second ?? first),
};

/**
 * Makes the check for one constraint of a route, such as `int`, `length(1,8)` or `regex(^a+$)`: the inline
 * constraints of ASP.NET Core (page "Routing in ASP.NET Core", route constraints, 2026).
 *
 * @throws Error that names a constraint this host does not know, or a bad argument.
 */
export function constraintCheck(text: string): ConstraintCheck {
  const parts = /^\s*([a-z]+)\s*(?:\((.*)\))?\s*$/is.exec(text);
  const name = parts?.[1]?.toLowerCase() ?? '';
  const given = parts?.[2];
  const check = given === undefined ? PLAIN[name] : withArguments(name, given);
  if (!check) throw new Error(`the route constraint "${text.trim()}" is not known`);
  return check;
}

function withArguments(name: string, given: string): ConstraintCheck | undefined {
  if (name === 'regex') {
    const pattern = new RegExp(given.replaceAll('{{', '{').replaceAll('}}', '}'), 'i');
    return (value) => pattern.test(value);
  }
  const [first = '', second] = given.split(',').map((argument) => argument.trim());
  const areNumbers = [first, second ?? '0'].every((argument) => INTEGER.test(argument));
  return areNumbers ? WITH_ARGUMENTS[name]?.(first, second) : undefined;
}

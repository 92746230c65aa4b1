import { type TypedData } from '../app/registered-function';
import { toTypedData } from '../app/typed-data';

/** The input as the trigger's metadata repeats it under `data` (recorded: a string keeps its quotes). */
export function activityInputMetadata(input: unknown): TypedData {
  return typeof input === 'string' ? { string: JSON.stringify(input) } : toTypedData(input);
}

/** An activity's return value as the JSON text a history holds; no value is `null`, never absent. */
export function activityResult(returned: TypedData | undefined): string {
  if (!returned) return 'null';
  if (returned.json !== undefined) return returned.json;
  if (returned.string !== undefined) return JSON.stringify(returned.string);
  if (returned.int !== undefined) return int64Text(returned.int);
  if (returned.double !== undefined) return JSON.stringify(returned.double);
  if (returned.bytes !== undefined) return JSON.stringify(Buffer.from(returned.bytes).toString('base64'));
  return 'null';
}

/** Integers travel as 64 bits: larger ones wrap around (recorded: 12345678901234567890 came back negative). */
function int64Text(value: number): string {
  return BigInt.asIntN(64, BigInt(value)).toString();
}

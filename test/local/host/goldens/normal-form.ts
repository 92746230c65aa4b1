/** What of an answer differs on every run, put into one form, so that the rest can be compared to the letter. */
export function normalForm(value: unknown): unknown {
  if (typeof value === 'string') return normalText(value);
  if (Array.isArray(value)) return value.map(normalForm);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, normalForm(child)]));
}

function normalText(text: string): string {
  return sortedNames(withoutStackFrames(text))
    .replaceAll(/\b(?:localhost|127\.0\.0\.1):\d+/g, 'HOST')
    .replaceAll(/code=[\w-]+/g, 'code=KEY')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)/g, 'TIME')
    .replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\b[0-9a-f]{32}\b/g, 'ID');
}

/** Frames begin with three or four blanks and `at`; inside of JSON their line breaks are escaped, sometimes twice. */
function withoutStackFrames(text: string): string {
  return withoutEmptyHead(text).replaceAll(/(?:\\+n|\n)? {3,4}at (?:(?!\\+n|\n|\\*").)*/g, '');
}

/** A test runner's stack traces write `Error: ` where Node writes `Error` for an error without a message. */
function withoutEmptyHead(text: string): string {
  return text.replaceAll(/Error: (?=\\+n {4}at|\n {4}at)/g, 'Error');
}

/** Azure lists the functions it knows in no order. */
function sortedNames(text: string): string {
  return text.replace(/(known \w+ functions: )(.*)\.$/, (_, head: string, names: string) => {
    return `${head}${names.split(', ').sort().join(', ')}.`;
  });
}

/** A place where two values differ. */
export interface Difference {
  place: string;
  recorded: unknown;
  here: unknown;
}

/** Every place where two values differ; a member that is missing on one side is undefined there. */
export function differences(recorded: unknown, here: unknown, place: string): Difference[] {
  if (isObject(recorded) && isObject(here)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(here)]);
    return [...keys].flatMap((key) => differences(recorded[key], here[key], `${place}.${key}`));
  }
  return JSON.stringify(recorded) === JSON.stringify(here) ? [] : [{ place, recorded, here }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

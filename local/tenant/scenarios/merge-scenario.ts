type Fields = Readonly<Record<string, unknown>>;

/**
 * Lays one scenario document over another: fields replace fields, sections are merged, and of two lists the
 * entries with the same `name` (or `id`) are merged, the others are put behind. Taken away is a field laid over with
 * null, and an entry that says `absent: true`.
 */
export function mergeScenario(base: unknown, over: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(over)) return mergeLists(base, over);
  if (!isFields(base) || !isFields(over)) return over;
  const merged = Object.entries(over).map(
    ([name, value]) => [name, mergeScenario(base[name], value)] as const,
  );
  const both = Object.entries({ ...base, ...Object.fromEntries(merged) });
  return Object.fromEntries(both.filter(([, value]) => value !== null));
}

function mergeLists(base: readonly unknown[], over: readonly unknown[]): unknown[] {
  const merged = [...base];
  for (const entry of over) {
    const key = keyOf(entry);
    const at = key === undefined ? -1 : merged.findIndex((known) => keyOf(known) === key);
    if (isFields(entry) && entry['absent'] === true) merged.splice(at, at < 0 ? 0 : 1);
    else if (at < 0) merged.push(entry);
    else merged[at] = mergeScenario(merged[at], entry);
  }
  return merged;
}

function keyOf(entry: unknown): string | undefined {
  if (!isFields(entry)) return undefined;
  const key = entry['name'] ?? entry['id'];
  return typeof key === 'string' ? key : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

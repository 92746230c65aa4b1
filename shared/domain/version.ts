/** Compares dotted numeric versions, part by part; a missing part counts as 0, a part that is no number as -1. */
export function isVersionAtLeast(actual: string, wanted: string): boolean {
  const [have, want] = [parts(actual), parts(wanted)];
  for (let i = 0; i < Math.max(have.length, want.length); i += 1) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

const parts = (version: string): number[] =>
  version.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : -1));

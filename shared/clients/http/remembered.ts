/** Different questions kept at most; the oldest go first. */
const MOST_KEPT = 500;

/**
 * A read whose answers are kept for `keepMs` and that is asked once at a time: whoever asks meanwhile gets the same
 * answer. Failures are not kept. For what changes by people's hands only, and is read for guest after guest.
 */
export function remembered<V>(
  read: (key: string) => Promise<V>,
  keepMs: number,
  nowMs: () => number,
): (key: string) => Promise<V> {
  const kept = new Map<string, { answer: Promise<V>; untilMs: number }>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined && nowMs() < known.untilMs) return known.answer;
    const answer = read(key);
    kept.delete(key);
    kept.set(key, { answer, untilMs: nowMs() + keepMs });
    answer.catch(() => {
      if (kept.get(key)?.answer === answer) kept.delete(key);
    });
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return answer;
  };
}

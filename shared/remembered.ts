/** Different questions kept at most; the oldest go first. */
const MOST_KEPT = 500;

/**
 * A read whose answers are kept for `keepMs` and that is asked once at a time: whoever asks meanwhile gets the same
 * answer. Failures are not kept. For what changes by people's hands only, or is the same for guest after guest. Questions
 * of one key are one question.
 */
export function remembered<V, Q = string>(
  read: (question: Q) => Promise<V>,
  keepMs: number,
  nowMs: () => number,
  keyOf: (question: Q) => string = String,
): (question: Q) => Promise<V> {
  const kept = new Map<string, { answer: Promise<V>; untilMs: number }>();
  return (question) => {
    const key = keyOf(question);
    const known = kept.get(key);
    if (known !== undefined && nowMs() < known.untilMs) return known.answer;
    const answer = read(question);
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

/** Answers a turn later, as a service would: callers that race there race in memory too. What `answer` throws rejects. */
export function inATurn<T>(answer: () => T): Promise<T> {
  return Promise.resolve().then(answer);
}

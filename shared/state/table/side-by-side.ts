/**
 * Draws on all `sources` at once and gives their values as they come. Throws what a source throws. Whoever
 * stops early, or is stopped by an error, leaves no request and no rejection behind.
 */
export async function* sideBySide<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  type Answer = { source: AsyncGenerator<T>; result: IteratorResult<T> };
  const pending = new Map<AsyncGenerator<T>, Promise<Answer>>();
  const ask = (source: AsyncGenerator<T>) => {
    pending.set(
      source,
      source.next().then((result) => ({ source, result })),
    );
  };
  sources.forEach(ask);
  try {
    while (pending.size > 0) {
      const { source, result } = await Promise.race(pending.values());
      if (result.done) {
        pending.delete(source);
      } else {
        ask(source);
        yield result.value;
      }
    }
  } finally {
    await Promise.allSettled(pending.values());
    await Promise.allSettled(sources.map((source) => source.return(undefined)));
  }
}

const BYTES_PER_MIB = 2 ** 20;

/** What `work` gives, how long it took, and by how much the heap grew meanwhile (no less than 0). */
export async function measured<T>(
  work: () => Promise<T>,
): Promise<{ result: T; heapMiB: number; elapsedMs: number }> {
  const heapBefore = process.memoryUsage().heapUsed;
  const beganMs = performance.now();
  const result = await work();
  const grown = process.memoryUsage().heapUsed - heapBefore;
  const elapsedMs = Math.round(performance.now() - beganMs);
  return { result, heapMiB: Math.max(0, Math.round(grown / BYTES_PER_MIB)), elapsedMs };
}

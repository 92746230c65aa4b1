/** A service that says "now" or a time that has passed is asked again after this long, not in a tight loop. */
const SHORTEST_WAIT_SECONDS = 1;
/** No service of ours has reason to ask for more; a longer wait would outlive whoever waits. */
const LONGEST_WAIT_SECONDS = 3_600;

/**
 * Seconds to wait, from a `Retry-After` header: a number, fractions allowed (Microsoft Graph throttling guidance
 * shows `2.128`), or an HTTP date counted from `nowMs`. `defaultSeconds` where the header is missing or makes no
 * sense. Never below 1 s, never above an hour.
 */
export function retryAfterSeconds(header: string | null, nowMs: number, defaultSeconds: number): number {
  const asked =
    header === null ? undefined : (secondsIn(header.trim()) ?? secondsUntil(header.trim(), nowMs));
  return Math.min(Math.max(asked ?? defaultSeconds, SHORTEST_WAIT_SECONDS), LONGEST_WAIT_SECONDS);
}

function secondsIn(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** HTTP dates only: `Date.parse` takes other texts too, `-5` for one. */
function secondsUntil(text: string, nowMs: number): number | undefined {
  const atMs = /^[A-Z][a-z]+, .+ GMT$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(atMs) ? undefined : (atMs - nowMs) / 1_000;
}

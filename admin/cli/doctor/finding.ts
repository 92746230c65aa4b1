/** What one look found. `unknown`: it could not be looked at, which is no proof of health. */
export interface Finding {
  check: string;
  verdict: 'ok' | 'problem' | 'unknown';
  observed: string;
  /** The command or step that mends it; null where nothing is to be done. */
  fix: string | null;
}

export const ok = (check: string, observed: string): Finding => ({
  check,
  verdict: 'ok',
  observed,
  fix: null,
});
export const problem = (check: string, observed: string, fix: string): Finding => ({
  check,
  verdict: 'problem',
  observed,
  fix,
});
export const unknown = (check: string, observed: string, fix: string): Finding => ({
  check,
  verdict: 'unknown',
  observed,
  fix,
});

/** Looks, and makes "could not look" of whatever went wrong: one blind eye must not close the other. */
export async function looked(check: string, fix: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [unknown(check, error instanceof Error ? error.message : String(error), fix)];
  }
}

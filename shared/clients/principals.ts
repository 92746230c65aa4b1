/** Users, groups, applications and devices of the directory, whatever they are. */
export interface Principals {
  /**
   * Those of `ids` that are in the directory, or among its deleted objects, from which they can come back; object ids
   * in lower case. Reads only; safe to repeat. Throws RetryableError or TerminalError.
   */
  existing(ids: readonly string[]): Promise<Set<string>>;
}

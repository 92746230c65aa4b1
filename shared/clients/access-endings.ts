/** One assignment of an access package that is in place. */
export interface PackageAssignment {
  /** Object id of who has it. */
  user: string;
  /** ISO 8601; null = it has no end. */
  endsAt: string | null;
}

/** What Entra has given people until a day. */
export interface AccessEndings {
  /** All assignments in place, of everybody. Safe to repeat. Throws RetryableError or TerminalError. */
  listAssignments(): Promise<PackageAssignment[]>;
}

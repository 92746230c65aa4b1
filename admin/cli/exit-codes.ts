/** What a command ends with. Said here, and shown by `gatehouse --help`. */
export const EXIT = {
  /** All is well, or done as asked. */
  well: 0,
  /** The command worked; what it looked at is not well, or something is blocked or unconfirmed. */
  notWell: 1,
  /** Nothing was done: wrong arguments, or Gatehouse refused. */
  refused: 2,
  /** Nobody can say: Gatehouse does not answer, or not now. What was asked may have been done: ask again. */
  unreachable: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP = `
Exit codes:
  0  well, or done as asked
  1  not well, blocked or unconfirmed: the command worked and found something
  2  nothing was done: wrong arguments, or Gatehouse refused
  3  no answer (now): Gatehouse is not reachable, or asks to wait
`;

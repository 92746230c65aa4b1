/**
 * A function's handler threw. `message` and `stack` are those of the thrown value as the Node worker reports
 * them to its host: `<empty message>` cannot be told from a thrown non-Error, which has neither.
 */
export class InvocationFailure extends Error {
  constructor(
    readonly functionName: string,
    message: string,
    readonly thrownStack: string,
    cause: unknown,
  ) {
    super(message, { cause });
    this.name = 'InvocationFailure';
    this.stack = thrownStack;
  }
}

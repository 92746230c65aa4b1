/** A function's handler threw: message and stack are what the Node worker would report to its host. */
export class InvocationFailure extends Error {
  override readonly name = 'InvocationFailure';

  constructor(
    readonly functionName: string,
    thrown: Error,
  ) {
    super(thrown.message, { cause: thrown });
    this.stack = thrown.stack ?? '';
  }
}

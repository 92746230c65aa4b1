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

  /** The text the .NET host makes of it (`RpcException.cs`); the durable extension cuts its pieces out of this. */
  get hostText(): string {
    return `Result: Failure\nException: ${this.message}\nStack: ${this.stack ?? ''}`;
  }
}

/** A control call that cannot be done: says what, to what, and what would be right. */
export class ControlFailure extends Error {
  override readonly name = 'ControlFailure';
}

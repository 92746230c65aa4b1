/** `refused`: the answer was no. `unreachable`: there was no answer, or "not now". */
export type ApiErrorKind = 'refused' | 'unreachable';

/** An answer of the admin API, or its absence, that ends a command. Its message says what to do next. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    message: string,
    readonly kind: ApiErrorKind = 'refused',
    /** HTTP status of the answer, where there was one. */
    readonly status?: number,
  ) {
    super(message);
  }
}

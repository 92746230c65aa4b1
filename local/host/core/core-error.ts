/** An error the library takes as its host's own: it looks for this mark, not for a class. */
export class CoreError extends Error {
  readonly isAzureFunctionsSystemError = true;
}

/** The library takes a RangeError with the mark as "this host does not know that hook". */
export class CoreRangeError extends RangeError {
  readonly isAzureFunctionsSystemError = true;
}

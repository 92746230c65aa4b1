const LAST_SEQ = 9_999_999_999;

/** A row key of fixed width, the smaller the newer: the service sorts rows by key, so the newest come first. */
export const invertedSeq = (seq: number): string => String(LAST_SEQ - seq).padStart(10, '0');

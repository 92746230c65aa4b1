/** No call of a step lasts longer, so that a step that lost its subject cannot act long after. */
export const CALL_TIME_LIMIT_MS = 60_000;
/** The dispatcher's bulk read: its messages must be settled while their lock holds. */
export const BULK_READ_TIME_LIMIT_MS = 20_000;

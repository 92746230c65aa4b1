import { type PropertyChanges } from '../message/amend-message';

/** What a receiver decided about a message it holds locked. */
export type Settlement =
  | { kind: 'complete' }
  /** Given back as a failed delivery. */
  | { kind: 'abandon'; properties: PropertyChanges }
  /** Given back untouched: no delivery happened. */
  | { kind: 'release' }
  | { kind: 'dead-letter'; properties: PropertyChanges };

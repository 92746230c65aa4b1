import type { LaterReason, RefusalCode } from './codes';

/**
 * What an activity answers. Only bugs throw.
 * `done`: the effect was read back. `later`: not yet, ask again after so long. `refused`: no repeat will
 * help before somebody changes something. `stale`: this execution no longer owns its subject.
 * `superseded`: something newer is known, the run ends and the next one looks afresh.
 */
export type Outcome<T> =
  | { kind: 'done'; value: T }
  | { kind: 'later'; reason: LaterReason; retryAfterSeconds: number }
  | { kind: 'refused'; code: RefusalCode; message: string }
  | { kind: 'stale' }
  | { kind: 'superseded' };

/** The stops of a run: an outcome that is not `done`. */
export type Stop = Exclude<Outcome<never>, { kind: 'done' }>;

export const done = <T>(value: T): Outcome<T> => ({ kind: 'done', value });
export const later = (reason: LaterReason, retryAfterSeconds: number): Stop => ({
  kind: 'later',
  reason,
  retryAfterSeconds,
});
export const refused = (code: RefusalCode, message: string): Stop => ({ kind: 'refused', code, message });

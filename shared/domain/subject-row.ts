import type { Subject } from './subject';

/**
 * The lock and the memory of one subject. Every write is conditional on the row's ETag.
 * `D` is what the subject's kind keeps beside the protocol (a guest's record, a host's proof).
 */
export interface SubjectRow<D = unknown> {
  /** Schema version of the row; readers accept the one before. */
  v: 1;
  subject: Subject;
  /** Counts hints that had to be written down. */
  seq: number;
  /** The `seq` the current run had seen when it opened. */
  openSeq: number;
  /** Number of the current, or last, run. */
  run: number;
  live: boolean;
  /** Names the one execution that may act; null until the run has opened. */
  token: string | null;
  /** The hint that minted the current run: only it (or watch-runs) starts the instance. */
  by: string;
  /** When somebody must look again, ISO 8601; null = only a hint wakes it. */
  wakeAt: string | null;
  /** Runs in a row that died without closing. */
  deadRuns: number;
  /** In a word, where the subject stands; the closed unions live with each kind. */
  state: string;
  /** The partner it belongs to, where that is known: lists are filtered by it. */
  partner: string | null;
  detail: D | null;
}

/** What a hint does to the row, and whether its sender must start the run's instance. */
export type HintDecision =
  | { kind: 'nothing' }
  | { kind: 'start'; run: number }
  | { kind: 'write'; row: SubjectRow; startRun: number | null };

/** A row nobody has looked at yet. */
export function freshRow(subject: Subject): SubjectRow {
  return {
    v: 1,
    subject,
    seq: 0,
    openSeq: 0,
    run: 0,
    live: false,
    token: null,
    by: '',
    wakeAt: null,
    deadRuns: 0,
    state: 'new',
    partner: null,
    detail: null,
  };
}

/**
 * A hint arrived, after its fact was stored. Nothing to do while a look is still to come; otherwise the
 * hint is counted, and mints the next run where none is live. Only the minting hint, redelivered too,
 * starts the instance, so two racing hints never start two.
 */
export function onHint(row: SubjectRow | undefined, subject: Subject, hintId: string): HintDecision {
  if (row?.live) {
    if (row.token === null) return row.by === hintId ? { kind: 'start', run: row.run } : { kind: 'nothing' };
    if (row.seq > row.openSeq) return { kind: 'nothing' };
    return { kind: 'write', row: { ...row, seq: row.seq + 1 }, startRun: null };
  }
  const base = row ?? freshRow(subject);
  const run = base.run + 1;
  const minted = { ...base, seq: base.seq + 1, run, live: true, token: null, by: hintId, wakeAt: null };
  return { kind: 'write', row: minted, startRun: run };
}

/**
 * The first activity of a run: `opened` with the row to write, or `stale` and the run ends without an effect.
 * A repeat by the same execution gives the very row back: were it to count anew what was hinted meanwhile, a
 * late twin of the activity would hide a hint from the run that has looked already (docs/adr/0002).
 */
export function onOpen(
  row: SubjectRow | undefined,
  run: number,
  token: string,
): { kind: 'stale' } | { kind: 'opened'; row: SubjectRow } {
  if (!row?.live || row.run !== run) return { kind: 'stale' };
  if (row.token === token) return { kind: 'opened', row };
  if (row.token !== null) return { kind: 'stale' };
  return { kind: 'opened', row: { ...row, token, openSeq: row.seq } };
}

/** A wait this long may have outlived its reason: after it, a newer hint ends the run. */
export const SUPERSEDED_AFTER_WAIT_SECONDS = 30;

/** Asked by every effect first: may this execution still act? */
export function onFence(
  row: SubjectRow | undefined,
  run: number,
  token: string,
  waitedSeconds: number,
): 'proceed' | 'stale' | 'superseded' {
  if (!row?.live || row.run !== run || row.token !== token) return 'stale';
  return waitedSeconds >= SUPERSEDED_AFTER_WAIT_SECONDS && row.seq > row.openSeq ? 'superseded' : 'proceed';
}

export interface Closing {
  state: string;
  wakeAt: string | null;
  partner: string | null;
  detail: unknown;
}

/** What is to be said once the row is closed: a hint now (something came in meanwhile), a hint at a time. */
export interface CloseDecision {
  /** Absent where the row is closed already: a repeat after a crash only has to speak. */
  row?: SubjectRow;
  hintNow: boolean;
  hintAt: string | null;
}

/**
 * The last activity of a run. The row is written first and the hints are sent after it: a hint sent before
 * would be handled while the row still looks live with a look to come, and be dropped (docs/adr/0002).
 * A repeat finds its own closed row and speaks again; not mine = undefined, nothing to do.
 */
export function onClose(
  row: SubjectRow | undefined,
  run: number,
  token: string,
  closing: Closing,
): CloseDecision | undefined {
  if (row?.run !== run || row.token !== token) return undefined;
  const hintNow = row.seq > row.openSeq;
  if (!row.live) return { hintNow, hintAt: row.wakeAt };
  return { row: { ...row, ...closing, live: false, deadRuns: 0 }, hintNow, hintAt: closing.wakeAt };
}

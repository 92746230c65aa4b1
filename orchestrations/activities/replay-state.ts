import { planBodySchema, type PlanBody } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import { replayFactsSchema, type ReplayFacts } from '../../shared/domain/replay-facts';
import { firstReplayWave, replayWaveSchema, type ReplayWave } from '../../shared/domain/replay-wave';
import { waveCursor } from '../../shared/domain/removal-wave';
import type { Cursors } from '../../shared/state/cursors';
import type { Documents } from '../../shared/state/documents';
import type { Plans } from '../../shared/state/plans';
import type { Versioned } from '../../shared/state/subjects';

export interface ReplayDeps {
  plans: Plans;
  documents: Documents;
  cursors: Cursors;
}

/** A replay's record, and how far its run is. */
export interface ReplayState {
  record: Versioned<PlanRecord>;
  wave: ReplayWave;
  /** ETag of the stored wave; undefined = none is stored yet. */
  etag: string | undefined;
}

/** How far the replay is; undefined = there is no replay of this id. Throws where its body is gone or was changed. */
export async function readReplayState(deps: ReplayDeps, plan: string): Promise<ReplayState | undefined> {
  const record = await deps.plans.read(plan);
  if (record?.value.kind !== 'replay') return undefined;
  const stored = await deps.cursors.read(waveCursor(plan));
  if (stored !== undefined)
    return { record, wave: replayWaveSchema.parse(stored.value.detail), etag: stored.etag };
  const { facts } = await readReplayBody(deps, record.value);
  return { record, wave: firstReplayWave(facts.halt), etag: undefined };
}

/** The frozen plan. Throws where the document is gone or was changed. */
export async function readReplayBody(
  { documents }: Pick<ReplayDeps, 'documents'>,
  { id, hash }: PlanRecord,
): Promise<{ body: PlanBody; facts: ReplayFacts }> {
  const text = await documents.read(hash);
  if (text === undefined) throw new Error(`The body ${hash} of plan ${id} is gone from the documents`);
  const body = planBodySchema.parse(JSON.parse(text));
  return { body, facts: replayFactsSchema.parse(body.facts) };
}

/** Stores how far the replay is. `conflict`: another execution went on from there; nothing was written. */
export const saveReplayWave = (
  { cursors }: Pick<ReplayDeps, 'cursors'>,
  { record, etag }: Pick<ReplayState, 'record' | 'etag'>,
  wave: ReplayWave,
  savedAt: string,
): Promise<'written' | 'conflict'> =>
  cursors.save({ name: waveCursor(record.value.id), savedAt, detail: wave }, etag);

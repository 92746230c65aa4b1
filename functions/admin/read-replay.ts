import type { ReplayView } from '../../shared/domain/admin-api/replay-view';
import { planBodySchema, type PlanBody } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import { waveCursor } from '../../shared/domain/removal-wave';
import { replayFactsSchema, replaySummary, type ReplayFacts } from '../../shared/domain/replay-facts';
import { replayWaveSchema } from '../../shared/domain/replay-wave';
import type { Versioned } from '../../shared/state/subjects';
import type { AdminDeps } from './admin-deps';
import { readPlanOf } from './plan-steering';

export const NO_REPLAY = 'there is no plan of a replay of this id';

/** The frozen part of a replay's plan. */
export interface FrozenReplay {
  body: PlanBody;
  facts: ReplayFacts;
}

/** A replay's record and its frozen body; undefined = there is no such replay. Throws where the body was changed. */
export async function readReplay(
  deps: Pick<AdminDeps, 'plans' | 'documents'>,
  id: string,
): Promise<(Versioned<PlanRecord> & FrozenReplay) | undefined> {
  const stored = await readPlanOf(deps, 'replay', id);
  return stored && { ...stored, ...(await readFrozen(deps, stored.value)) };
}

/** The frozen part of the record's plan. Throws where it is gone or was changed. */
export async function readFrozen(
  { documents }: Pick<AdminDeps, 'documents'>,
  { id, hash }: PlanRecord,
): Promise<FrozenReplay> {
  const text = await documents.read(hash);
  if (text === undefined) throw new Error(`The body of plan ${id} (${hash}) is not stored any more`);
  const body = planBodySchema.parse(JSON.parse(text));
  return { body, facts: replayFactsSchema.parse(body.facts) };
}

/** A replay as it is shown: its plan, and what its run came to so far. */
export async function replayView(
  { cursors }: Pick<AdminDeps, 'cursors'>,
  record: PlanRecord,
  { body, facts }: FrozenReplay,
): Promise<ReplayView> {
  return {
    ...replaySummary(record, body),
    plan: body.subjects,
    halt: facts.halt,
    outcome: await readOutcome({ cursors }, record.id),
  };
}

/** What the replay's run came to so far; null = it was not run. */
export async function readOutcome(
  { cursors }: Pick<AdminDeps, 'cursors'>,
  id: string,
): Promise<ReplayView['outcome']> {
  const stored = await cursors.read(waveCursor(id));
  if (stored === undefined) return null;
  const { inFlight, ...wave } = replayWaveSchema.parse(stored.value.detail);
  const { changed, alreadyTrue, made, blocked, removals, unconfirmed, failed, skipped } = wave;
  return {
    wave: wave.wave,
    inFlight: inFlight.map((flight) => flight.id),
    ...{ changed, alreadyTrue, made, blocked, removals, unconfirmed, failed, skipped },
  };
}

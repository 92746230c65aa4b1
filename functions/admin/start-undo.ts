import { hintFor } from '../../shared/domain/hint';
import { partnerJob } from '../../shared/domain/partner-cut';
import { openStage, type PartnerStage } from '../../shared/domain/partner-stage';
import type { PlanBody } from '../../shared/domain/plan';
import { startPlan, type PlanRecord } from '../../shared/domain/plan-record';
import { isUndone, undoFactsSchema, type UndoTarget } from '../../shared/domain/undo-facts';
import { partnerUndoCursor, partnerUndoSchema } from '../../shared/domain/undo-instruction';
import { movedUndoParts } from '../../shared/domain/undo-plan';
import type { Versioned } from '../../shared/state/subjects';
import type { AdminDeps } from './admin-deps';
import { chooseUndone, type ChooseDeps } from './choose-undone';
import { seeUndone } from './plan-undo';
import { problem, type ProblemResponse } from './problem';

export type StartUndoDeps = ChooseDeps & Pick<AdminDeps, 'undoSights' | 'stages' | 'cursors' | 'hints'>;

interface Started {
  by: string;
  at: Date;
  hash: string;
  reason: string;
  ticket: string | null;
}

/** Guests that a refusal names. */
const MOST_NAMED = 5;

/**
 * Starts a frozen undo, once: looks at the tenant again and refuses, naming guest and part, where anything it hangs on
 * has moved; takes the partner, for one undo at a time; takes a plan that is undone off the partner, which stays cut;
 * then hints the partner's job. Gives the record as it runs. Repeating a start that failed half-way is safe.
 */
export async function startUndo(
  deps: StartUndoDeps,
  stored: Versioned<PlanRecord> & { body: PlanBody },
  started: Started,
): Promise<PlanRecord | ProblemResponse> {
  const { value: record, body } = stored;
  const at = started.at.toISOString();
  const result = startPlan(record, { by: started.by, at }, started);
  if (result.kind === 'refused') return problem('conflict', result.message, { code: result.code });
  if (!body.subjects.some(isUndone))
    return problem(
      'conflict',
      'the plan restores nothing: read why, step by step, with gatehouse receipts undo show',
      { code: 'nothing-to-do' },
    );
  const { of } = undoFactsSchema.parse(body.facts);
  const refusal = (await whyMoved(deps, body, started.at)) ?? (await takePartner(deps, record, of));
  if (refusal !== undefined) return refusal;
  if ((await deps.plans.replace(result.record, stored.etag)) === 'conflict')
    return problem('conflict', 'somebody else changed the plan at the same moment: read it again');
  await leavePlan(deps, record.partner ?? '', of);
  await deps.hints.send([hintFor(partnerJob(record.partner ?? ''), `undo-${record.id}`)]);
  return result.record;
}

/** The difference between what the plan saw and what is seen now; undefined = there is none. */
async function whyMoved(deps: StartUndoDeps, body: PlanBody, at: Date): Promise<ProblemResponse | undefined> {
  const { of, seen } = undoFactsSchema.parse(body.facts);
  const chosen = await chooseUndone(deps, of.kind === 'plan' ? [of.plan] : of.runs);
  if ('problem' in chosen) return chosen;
  const now = await seeUndone(deps, chosen, at);
  const moved = body.subjects.filter(isUndone).flatMap(({ subject: { id } }) => {
    const [before, after] = [seen[id], now.seen[id]];
    const parts =
      before === undefined || after === undefined ? ['everything'] : movedUndoParts(before, after);
    return parts.length === 0 ? [] : [`guest ${id}: ${parts.join(', ')}`];
  });
  if (moved.length === 0) return undefined;
  const more = moved.length > MOST_NAMED ? `, and ${moved.length - MOST_NAMED} guest(s) more` : '';
  const named = `${moved.slice(0, MOST_NAMED).join('; ')}${more}`;
  return problem('conflict', `the tenant moved since the plan was drawn up (${named}): draw up a new one`, {
    code: 'moved',
  });
}

const busy = (code: 'removing' | 'another-undo', message: string) => problem('conflict', message, { code });

/** One undo at a time for a partner, and none while its guests are being removed. */
async function takePartner(
  deps: StartUndoDeps,
  { id, partner: named, createdAt }: PlanRecord,
  of: UndoTarget,
): Promise<ProblemResponse | undefined> {
  const partner = named ?? '';
  const removing = await planRemoving(deps, partner, of);
  if (removing !== undefined)
    return busy('removing', `plan ${removing} removes guests of this partner now: stop it first`);
  const name = partnerUndoCursor(partner);
  const taken = await deps.cursors.read(name);
  const other = taken === undefined ? null : partnerUndoSchema.parse(taken.value.detail).plan;
  if (other === id) return undefined;
  if (other !== null && (await isGoing(deps, other)))
    return busy('another-undo', `another undo of this partner runs (${other}): wait for it, or stop it`);
  const saved = await deps.cursors.save({ name, savedAt: createdAt, detail: { plan: id } }, taken?.etag);
  if (saved === 'written') return undefined;
  return busy('another-undo', 'another undo of this partner began at the same moment: look, and ask again');
}

/** The plan that removes the partner's guests now, unless it is the one to be undone. */
async function planRemoving({ stages }: StartUndoDeps, partner: string, of: UndoTarget) {
  const stage = (await stages.read(partner))?.value;
  if (stage?.stage !== 'removing') return undefined;
  const plan = stage.plan?.id ?? 'of an offboarding';
  return of.kind === 'plan' && plan === of.plan ? undefined : plan;
}

async function isGoing({ plans }: StartUndoDeps, plan: string): Promise<boolean> {
  const state = (await plans.read(plan))?.value.state;
  return state === 'running' || state === 'paused';
}

/** The undone plan names nobody any more; the partner stays cut until somebody takes that back. */
async function leavePlan({ stages }: StartUndoDeps, partner: string, of: UndoTarget): Promise<void> {
  for (;;) {
    const stored = await stages.read(partner);
    const after = stored === undefined ? openStage(partner) : withoutPlan(stored.value, of);
    if (after === stored?.value) return;
    if ((await stages.put(after, stored?.etag)) === 'written') return;
  }
}

function withoutPlan(stage: PartnerStage, of: UndoTarget): PartnerStage {
  if (of.kind !== 'plan' || stage.plan?.id !== of.plan || stage.stage === 'open') return stage;
  // The checks that were made stay in the evidence of what was done; the next removal starts its own.
  return { ...stage, stage: 'cut', plan: null, removedAt: null };
}

import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import { guestBasis, hasSomething, offboardingFactsSchema } from '../../shared/domain/offboarding-plan';
import { planBodySchema, type PlanBody, type PlannedSubject } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import { askForCut, partnerJob } from '../../shared/domain/partner-cut';
import { openStage, type PartnerStage } from '../../shared/domain/partner-stage';
import type { GuestShares } from '../../shared/domain/removal-pace';
import { firstWave, waveCursor } from '../../shared/domain/removal-wave';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { Cursors } from '../../shared/state/cursors';
import type { Documents } from '../../shared/state/documents';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Plans } from '../../shared/state/plans';
import type { Subjects } from '../../shared/state/subjects';

export interface StartDeps {
  plans: Plans;
  documents: Documents;
  cursors: Cursors;
  stages: PartnerStages;
  subjects: Subjects;
  hints: HintBus;
}

/** The plan's frozen body. Throws where the document is gone or was changed. */
export async function readPlanBody(
  { documents }: Pick<StartDeps, 'documents'>,
  hash: string,
): Promise<PlanBody> {
  const text = await documents.read(hash);
  if (text === undefined) throw new Error(`The body ${hash} of a plan is gone from the documents`);
  return planBodySchema.parse(JSON.parse(text));
}

/**
 * Brings a started plan to its partner's job: whom it removes is written down, guest by guest, then the stage, then
 * the job is hinted. Guests that changed since the plan are left out, those that appeared are not added; both are
 * said. Safe to repeat until the job has hinted somebody.
 */
export async function startRemoval(deps: StartDeps, record: PlanRecord, at: string): Promise<void> {
  const body = await readPlanBody(deps, record.hash);
  const partner = record.partner ?? '';
  const rows = await rowsOf(deps, partner);
  const changed = body.subjects.filter((one) => hasChanged(one, rows.get(one.subject.id)));
  const left = new Set(changed.map(({ subject }) => subject.id));
  const chosen = body.subjects.map(({ subject }) => subject).filter(({ id }) => !left.has(id));
  const named = new Set(body.subjects.map(({ subject }) => subject.id));
  const appeared = [...rows.values()]
    .filter((row) => hasSomething(row) && !named.has(row.subject.id))
    .map(({ subject }) => subject.id);
  const list = await deps.documents.put(JSON.stringify(chosen.map(({ id }) => id)));
  const skipped = [...left].map((id) => ({ id, because: 'changed-since-plan' }));
  const detail = firstWave(list, skipped, appeared, sharesOf(body));
  // A repeat keeps the wave that is there: the job may be at it.
  await deps.cursors.save({ name: waveCursor(record.id), savedAt: at, detail }, undefined);
  await deps.plans.addSubjects(record.id, chosen);
  await enterRemoving(deps, partner, record, at);
  await deps.hints.send([hintFor(partnerJob(partner), `run-${record.id}`)]);
}

/** How much of the guests' work goes to which service, as the plan counted it. */
function sharesOf({ facts, subjects }: PlanBody): GuestShares {
  const { hosts, cloudPcs } = offboardingFactsSchema.parse(facts);
  const share = (some: number) => Math.min(1, some / Math.max(1, subjects.length));
  return { hosts: share(hosts), cloudPcs: share(cloudPcs.length) };
}

async function rowsOf({ subjects }: StartDeps, partner: string): Promise<Map<string, SubjectRow>> {
  const rows = new Map<string, SubjectRow>();
  for await (const row of subjects.list({ kind: 'guest', partner })) rows.set(row.subject.id, row);
  return rows;
}

/** A guest that is gone already, or has nothing any more, stays in: its run has nothing to do, and says so. */
const hasChanged = ({ basis }: PlannedSubject, row: SubjectRow | undefined): boolean =>
  row !== undefined && hasSomething(row) && guestBasis(row) !== basis;

async function enterRemoving(
  { stages }: StartDeps,
  partner: string,
  { id, hash, start, endsGrace = false }: PlanRecord,
  at: string,
): Promise<void> {
  for (;;) {
    const stored = await stages.read(partner);
    const before = stored?.value ?? openStage(partner);
    if (before.plan?.id === id) return;
    const after: PartnerStage = {
      ...cutFirst(before, start, at),
      stage: 'removing',
      plan: { id, hash, endsGrace },
    };
    if ((await stages.put(after, stored?.etag)) === 'written') return;
  }
}

/** A partner that is not cut yet is cut by the removal itself, before it touches anybody. */
function cutFirst(stage: PartnerStage, start: PlanRecord['start'], at: string): PartnerStage {
  const why = { who: start?.by ?? 'service', reason: start?.reason ?? '', ticket: start?.ticket ?? null };
  const asked = askForCut(
    { ...stage, cut: stage.stage === 'open' ? null : stage.cut },
    {
      ...why,
      at,
      isEmergency: false,
    },
  );
  return {
    ...(asked.kind === 'ok' ? asked.stage : stage),
    removedAt: null,
    confirmations: [],
  };
}

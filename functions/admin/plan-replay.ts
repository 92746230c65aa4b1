import { randomUUID } from 'node:crypto';
import type { LiveGuests } from '../../shared/clients/live-guests';
import type { ReplaySummary } from '../../shared/domain/admin-api/replay-view';
import type { PartnerId } from '../../shared/domain/ids';
import { basisOf, planHash, planText, type PlanBody, type PlannedSubject } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import { isRemoving, needsApproval, replaySummary, type ReplayFacts } from '../../shared/domain/replay-facts';
import type { ReplayHalt } from '../../shared/domain/replay-halt';
import { replayOfRow } from '../../shared/domain/replay-plan';
import type { Documents } from '../../shared/state/documents';
import type { Plans } from '../../shared/state/plans';
import type { Replayed } from './choose-replayed';

export interface PlanDeps {
  liveGuests: LiveGuests;
  documents: Documents;
  plans: Plans;
}

/** A tenant moves: what was seen holds no longer than this, and each subject is looked at again before it is asked. */
const VALID_MS = 4 * 3_600_000;

interface Drawn {
  by: string;
  at: Date;
  partner: PartnerId | null;
  halt: ReplayHalt;
}

/**
 * Draws the plan of a replay from the live tenant, and keeps it frozen under its hash. Writes nothing to the tenant.
 * Repeating it draws another plan, and changes nothing either.
 */
export async function planReplay(deps: PlanDeps, replayed: Replayed, drawn: Drawn): Promise<ReplaySummary> {
  const looks = await deps.liveGuests.look([...replayed.keys()]);
  const subjects: PlannedSubject[] = [];
  const facts: ReplayFacts = { seen: {}, failedSteps: {}, halt: drawn.halt };
  for (const { guest, row, live } of looks) {
    const failedSteps = replayed.get(guest) ?? [];
    const { steps, basis } = replayOfRow(row, live, failedSteps);
    facts.seen[guest] = basis;
    facts.failedSteps[guest] = failedSteps;
    const run = row?.run ?? 0;
    subjects.push({ subject: { kind: 'guest', id: guest }, basis: basisOf(basis), run, steps });
  }
  const body: PlanBody = {
    v: 1,
    kind: 'replay',
    partner: drawn.partner,
    createdBy: drawn.by,
    createdAt: drawn.at.toISOString(),
    expiresAt: new Date(drawn.at.getTime() + VALID_MS).toISOString(),
    subjects,
    facts,
  };
  const record = await keep(deps, body);
  return replaySummary(record, body);
}

/** The body first: a record whose body is missing would be a plan nobody can read. */
async function keep({ documents, plans }: PlanDeps, body: PlanBody): Promise<PlanRecord> {
  await documents.put(planText(body));
  const id = randomUUID();
  const { kind, partner, createdBy, createdAt, expiresAt, subjects } = body;
  // Whom it removes is named by its order too: an approval of the plan speaks for those removals alone.
  const removed = subjects.filter(isRemoving).map(({ subject }) => ({ ...subject, kind: 'order' as const }));
  await plans.addSubjects(id, [...subjects.map(({ subject }) => subject), ...removed]);
  const record: PlanRecord = {
    ...{ id, kind, partner, hash: planHash(body), createdBy, createdAt, expiresAt },
    needsApproval: needsApproval(subjects),
    state: 'proposed',
    approval: null,
    start: null,
    remark: null,
    progress: { total: subjects.length, done: 0, unconfirmed: 0, failed: 0, skipped: 0 },
  };
  await plans.insert(record);
  return record;
}

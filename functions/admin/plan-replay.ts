import { randomUUID } from 'node:crypto';
import type { LiveGuests } from '../../shared/clients/live-guests';
import type { ReplaySummary } from '../../shared/domain/admin-api/replay-view';
import { guestRecord } from '../../shared/domain/guest-record';
import type { GuestId, PartnerId } from '../../shared/domain/ids';
import { basisOf, planHash, planText, type PlanBody, type PlannedSubject } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import { needsApproval, replaySummary, type ReplayFacts } from '../../shared/domain/replay-facts';
import { planGuestReplay } from '../../shared/domain/replay-plan';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { Documents } from '../../shared/state/documents';
import type { Plans } from '../../shared/state/plans';
import type { Subjects } from '../../shared/state/subjects';
import type { Replayed } from './choose-replayed';

export interface PlanDeps {
  subjects: Subjects;
  liveGuests: LiveGuests;
  documents: Documents;
  plans: Plans;
}

/** A tenant moves: what was seen holds no longer than this, and each subject is looked at again before it is asked. */
const VALID_MS = 4 * 3_600_000;
/** Rows read side by side. */
const AT_ONCE = 20;

interface Drawn {
  by: string;
  at: Date;
  partner: PartnerId | null;
}

/**
 * Draws the plan of a replay from the live tenant, and keeps it frozen under its hash. Writes nothing to the tenant.
 * Repeating it draws another plan, and changes nothing either.
 */
export async function planReplay(deps: PlanDeps, replayed: Replayed, drawn: Drawn): Promise<ReplaySummary> {
  const rows = await readRows(deps.subjects, [...replayed.keys()]);
  const live = await deps.liveGuests.read(
    rows.map(([guest, row]) => ({ guest, partner: row?.partner ?? null, record: guestRecord(row?.detail) })),
  );
  const subjects: PlannedSubject[] = [];
  const facts: ReplayFacts = { seen: {}, failedSteps: {} };
  for (const [guest, row] of rows) {
    const seen = live.get(guest);
    if (seen === undefined) continue;
    const failedSteps = replayed.get(guest) ?? [];
    const { state = 'new', run = 0, detail = null } = row ?? {};
    // The run that would do it is the next one.
    const { steps, basis } = planGuestReplay(
      { state, run: run + 1, record: guestRecord(detail) },
      seen,
      failedSteps,
    );
    facts.seen[guest] = basis;
    facts.failedSteps[guest] = failedSteps;
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

async function readRows(subjects: Subjects, guests: readonly GuestId[]) {
  const rows: [GuestId, SubjectRow | undefined][] = [];
  for (let at = 0; at < guests.length; at += AT_ONCE) {
    const some = guests.slice(at, at + AT_ONCE);
    const stored = await Promise.all(some.map((id) => subjects.read({ kind: 'guest', id })));
    some.forEach((guest, n) => rows.push([guest, stored[n]?.value]));
  }
  return rows;
}

/** The body first: a record whose body is missing would be a plan nobody can read. */
async function keep({ documents, plans }: PlanDeps, body: PlanBody): Promise<PlanRecord> {
  await documents.put(planText(body));
  const id = randomUUID();
  const { kind, partner, createdBy, createdAt, expiresAt, subjects } = body;
  await plans.addSubjects(
    id,
    subjects.map(({ subject }) => subject),
  );
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

import { randomUUID } from 'node:crypto';
import type { UndoSights } from '../../shared/clients/undo-sights';
import { guestRecord } from '../../shared/domain/guest-record';
import type { GuestId } from '../../shared/domain/ids';
import { basisOf, planHash, planText, type PlanBody, type PlannedSubject } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import { isUndone, undoNeedsApproval, type UndoFacts } from '../../shared/domain/undo-facts';
import { hangingOn, planGuestUndo, type GuestToUndo, type UndoBasis } from '../../shared/domain/undo-plan';
import { inversesOf } from '../../shared/domain/undo-step';
import type { Documents } from '../../shared/state/documents';
import type { Plans } from '../../shared/state/plans';
import type { Undone } from './choose-undone';
import type { Gathered } from './gather-receipts';

export interface PlanUndoDeps {
  undoSights: UndoSights;
  documents: Documents;
  plans: Plans;
}

/** A tenant moves: what was seen holds no longer than this, and each guest is looked at again before it is touched. */
const VALID_MS = 4 * 3_600_000;

/** What an undo would do now, guest by guest. Reads the tenant; changes nothing. */
export async function seeUndone(
  { undoSights }: Pick<PlanUndoDeps, 'undoSights'>,
  { of, guests, runsOf }: Undone,
  at: Date,
): Promise<{ subjects: PlannedSubject[]; seen: Record<string, UndoBasis> }> {
  const all = [...guests].map(([guest, gathered]) => toUndo(guest, gathered, runsOf(gathered), { of, at }));
  const sights = await undoSights.read(
    all.map(({ guest, of: { changes, row } }) => {
      const steps = inversesOf(changes).flatMap((one) => ('step' in one ? [one] : []));
      return { guest, partner: row.partner, record: row.record, ...hangingOn(steps) };
    }),
  );
  const subjects: PlannedSubject[] = [];
  const seen: Record<string, UndoBasis> = {};
  for (const { guest, of: one, run } of all) {
    const sight = sights.get(guest);
    if (sight === undefined) continue;
    const { steps, basis } = planGuestUndo(one, sight);
    seen[guest] = basis;
    subjects.push({ subject: { kind: 'guest', id: guest }, basis: basisOf(basis), run, steps });
  }
  return { subjects, seen };
}

function toUndo(
  guest: GuestId,
  { row, changes }: Gathered,
  runs: ReadonlySet<string>,
  { of, at }: { of: Undone['of']; at: Date },
): { guest: GuestId; run: number; of: GuestToUndo } {
  const { state = 'new', run = 0, partner = null, detail = null } = row ?? {};
  const isOurs = (one: Gathered['changes'][number]) => runs.has(one.run);
  return {
    guest,
    run,
    of: {
      guest,
      changes: changes.filter(isOurs),
      others: changes.filter((one) => !isOurs(one)),
      row: { state, run, record: guestRecord(detail), partner },
      plan: of.kind === 'plan' ? of.plan : null,
      at: at.toISOString(),
    },
  };
}

/** Draws the plan of an undo from the live tenant, and keeps it frozen under its hash. Repeating it draws another. */
export async function planUndo(
  deps: PlanUndoDeps,
  undone: Undone,
  drawn: { by: string; at: Date },
): Promise<{ record: PlanRecord; body: PlanBody }> {
  const { subjects, seen } = await seeUndone(deps, undone, drawn.at);
  const body: PlanBody = {
    v: 1,
    kind: 'undo',
    partner: undone.partner,
    createdBy: drawn.by,
    createdAt: drawn.at.toISOString(),
    expiresAt: new Date(drawn.at.getTime() + VALID_MS).toISOString(),
    subjects,
    facts: { of: undone.of, seen } satisfies UndoFacts,
  };
  return { record: await keep(deps, body), body };
}

/** The body first: a record whose body is missing would be a plan nobody can read. */
async function keep({ documents, plans }: PlanUndoDeps, body: PlanBody): Promise<PlanRecord> {
  await documents.put(planText(body));
  const { kind, partner, createdBy, createdAt, expiresAt, subjects } = body;
  const id = randomUUID();
  await plans.addSubjects(
    id,
    subjects.map(({ subject }) => subject),
  );
  const total = subjects.filter(isUndone).length;
  const record: PlanRecord = {
    ...{ id, kind, partner, hash: planHash(body), createdBy, createdAt, expiresAt },
    needsApproval: undoNeedsApproval(subjects),
    state: 'proposed',
    approval: null,
    start: null,
    remark: null,
    progress: { total, done: 0, unconfirmed: 0, failed: 0, skipped: subjects.length - total },
  };
  await plans.insert(record);
  return record;
}

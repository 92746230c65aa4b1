import type { PlanRecord } from '../../shared/domain/plan-record';
import { partnerUndoCursor, partnerUndoSchema } from '../../shared/domain/undo-instruction';
import type { Cursor, Cursors } from '../../shared/state/cursors';
import type { Documents } from '../../shared/state/documents';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Plans } from '../../shared/state/plans';
import type { Expiry } from './expiry';
import { hasEnded } from './plans-under-way';

export interface PurgePlansDeps {
  plans: Plans;
  stages: PartnerStages;
  cursors: Cursors;
  documents: Documents;
  now: () => Date;
}

/**
 * Removes plans that ended before `before`: body, progress, whom they name, and the record last, so that a crash leaves a
 * plan to begin with again. A plan that a partner's stage or undo names stays: its guests are kept out, or let in again,
 * by it. A document that anything else names stays too.
 */
export const purgePlans =
  (deps: PurgePlansDeps): Expiry['purge'] =>
  async (before, most) => {
    const [records, stages] = [await deps.plans.list(), await deps.stages.list()];
    const undone = (await deps.cursors.list()).filter(({ name }) => name.startsWith(partnerUndoCursor('')));
    const named = new Set([
      ...stages.flatMap(({ plan }) => (plan === null ? [] : [plan.id])),
      ...undone.flatMap(({ detail }) => partnerUndoSchema.parse(detail).plan ?? []),
    ]);
    const at = deps.now().toISOString();
    const old = records.filter(
      (record) => hasEnded(record, at) && lastHeardOf(record) < before && !named.has(record.id),
    );
    for (const record of old.slice(0, most)) await removePlan(deps, record);
    return { purged: Math.min(old.length, most), isMore: old.length > most };
  };

/** No record says when a plan ended. Runs take hours, so the last that is known of it is near enough. */
const lastHeardOf = ({ expiresAt, approval, start }: PlanRecord): string =>
  [expiresAt, approval?.at ?? '', start?.at ?? ''].reduce((a, b) => (a > b ? a : b));

async function removePlan(deps: PurgePlansDeps, { id, hash }: PlanRecord): Promise<void> {
  const all = await deps.cursors.list();
  const own = all.filter(({ name }) => name.includes(id));
  const others = all.filter(({ name }) => !name.includes(id));
  const records = (await deps.plans.list()).filter((record) => record.id !== id);
  const stillNamed = new Set([...others, ...records, ...(await deps.stages.list())].flatMap(documentsIn));
  for (const name of [hash, ...own.flatMap(documentsIn)])
    if (!stillNamed.has(name)) await deps.documents.remove(name);
  for (const { name } of own) await removeCursor(deps, name);
  await deps.plans.remove(id);
}

/** Names of documents in whatever is kept: each is a SHA-256. */
const documentsIn = (value: Cursor | object): string[] =>
  JSON.stringify(value).match(/\b[0-9a-f]{64}\b/g) ?? [];

async function removeCursor({ cursors }: PurgePlansDeps, name: string): Promise<void> {
  const stored = await cursors.read(name);
  if (stored !== undefined) await cursors.remove(name, stored.etag);
}

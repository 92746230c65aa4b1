import { planBodySchema, type PlanBody } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import type { Versioned } from '../../shared/state/subjects';
import type { AdminDeps } from './admin-deps';

/** A replay's record and its frozen body; undefined = there is no such replay. Throws where the body was changed. */
export async function readReplay(
  { plans, documents }: Pick<AdminDeps, 'plans' | 'documents'>,
  id: string,
): Promise<(Versioned<PlanRecord> & { body: PlanBody }) | undefined> {
  const stored = await plans.read(id);
  if (stored?.value.kind !== 'replay') return undefined;
  const text = await documents.read(stored.value.hash);
  if (text === undefined)
    throw new Error(`The body of plan ${id} (${stored.value.hash}) is not stored any more`);
  return { ...stored, body: planBodySchema.parse(JSON.parse(text)) };
}

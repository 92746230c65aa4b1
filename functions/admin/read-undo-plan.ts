import type { UndoView } from '../../shared/domain/admin-api/undo-view';
import { planBodySchema, type PlanBody } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import { undoSummary } from '../../shared/domain/undo-facts';
import { undoWaveCursor, undoWaveSchema } from '../../shared/domain/undo-wave';
import type { Versioned } from '../../shared/state/subjects';
import type { AdminDeps } from './admin-deps';

/** An undo's record and its frozen body; undefined = there is no such undo. Throws where the body was changed. */
export async function readUndoPlan(
  { plans, documents }: Pick<AdminDeps, 'plans' | 'documents'>,
  id: string,
): Promise<(Versioned<PlanRecord> & { body: PlanBody }) | undefined> {
  const stored = await plans.read(id);
  if (stored?.value.kind !== 'undo') return undefined;
  const text = await documents.read(stored.value.hash);
  if (text === undefined)
    throw new Error(`The body of plan ${id} (${stored.value.hash}) is not stored any more`);
  return { ...stored, body: planBodySchema.parse(JSON.parse(text)) };
}

/** An undo as it is shown: what it would do, guest by guest, and how far it is. */
export async function undoView(
  { cursors }: Pick<AdminDeps, 'cursors'>,
  record: PlanRecord,
  body: PlanBody,
): Promise<UndoView> {
  const stored = await cursors.read(undoWaveCursor(record.id));
  const wave = stored && undoWaveSchema.parse(stored.value.detail);
  return { ...undoSummary(record, body), plan: body.subjects, failed: wave?.failed ?? [] };
}

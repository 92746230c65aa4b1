import { guestId, type GuestId } from '../../shared/domain/ids';
import { removalWaveSchema, waveCursor, type RemovalWave } from '../../shared/domain/removal-wave';
import type { Cursors } from '../../shared/state/cursors';
import type { Documents } from '../../shared/state/documents';
import type { PartnerStages } from '../../shared/state/partner-stages';

interface Deps {
  stages: PartnerStages;
  cursors: Cursors;
  documents: Documents;
}

/** The removal under way, or over, of a partner. */
export interface PlanList {
  plan: { id: string; hash: string };
  wave: RemovalWave;
  etag: string;
  /** Whom it removes, in order. */
  guests: GuestId[];
}

/** How far the partner's plan is, and whom it removes; undefined = no plan runs or ran. */
export async function readPlanList(
  { stages, cursors, documents }: Deps,
  partner: string,
): Promise<PlanList | undefined> {
  const plan = (await stages.read(partner))?.value.plan ?? undefined;
  const stored = plan === undefined ? undefined : await cursors.read(waveCursor(plan.id));
  if (plan === undefined || stored === undefined) return undefined;
  const wave = removalWaveSchema.parse(stored.value.detail);
  const text = await documents.read(wave.list);
  if (text === undefined)
    throw new Error(`The list ${wave.list} of plan ${plan.id} is gone from the documents`);
  return { plan, wave, etag: stored.etag, guests: (JSON.parse(text) as string[]).map(guestId) };
}

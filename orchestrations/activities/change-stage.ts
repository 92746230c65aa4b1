import { openStage, type PartnerStage } from '../../shared/domain/partner-stage';
import type { PartnerStages } from '../../shared/state/partner-stages';

const MOST_CONFLICTS = 20;

/** Writes what `change` makes of the stage, read afresh at every try; gives what is stored. `change` must be pure. */
export async function changeStage(
  stages: PartnerStages,
  partner: string,
  change: (stage: PartnerStage) => PartnerStage,
): Promise<PartnerStage> {
  for (let tries = 0; tries < MOST_CONFLICTS; tries += 1) {
    const stored = await stages.read(partner);
    const before = stored?.value ?? openStage(partner);
    const after = change(before);
    if (after === before) return before;
    if ((await stages.put(after, stored?.etag)) === 'written') return after;
  }
  throw new Error(`The stage of partner ${partner} changed under ${MOST_CONFLICTS} writes in a row`);
}

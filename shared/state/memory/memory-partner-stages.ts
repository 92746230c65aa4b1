import type { PartnerStage } from '../../domain/partner-stage';
import type { PartnerStages } from '../partner-stages';
import { MemoryRows } from './memory-rows';

/** {@link PartnerStages} in memory, for tests: forgets all when it is dropped. */
export function memoryPartnerStages(): PartnerStages {
  const rows = new MemoryRows<PartnerStage>('PartnerStages');
  return {
    read: (partner) => rows.read(partner),
    put: (stage, etag) =>
      etag === undefined ? rows.insert(stage.partner, stage) : rows.replace(stage.partner, stage, etag),
    list: async () => (await rows.list()).map(({ value }) => value),
  };
}

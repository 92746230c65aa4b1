import type { PartnerStage } from '../domain/partner-stage';
import type { Versioned } from './subjects';

/** How far each partner's offboarding is; a partner without a row is `open`. */
export interface PartnerStages {
  read(partner: string): Promise<Versioned<PartnerStage> | undefined>;
  /** Stores it; `etag` undefined = it must be new. `conflict`: nothing was written. */
  put(stage: PartnerStage, etag: string | undefined): Promise<'written' | 'conflict'>;
  /** All partners that were ever begun with. */
  list(): Promise<PartnerStage[]>;
}

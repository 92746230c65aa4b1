import type { PartnerId } from '../domain/ids';
import type { PartnerPolicy } from '../domain/partner-policy';
import type { Versioned } from './subjects';

/** The partners' policies, as operators applied them. */
export interface Partners {
  /** One policy, or undefined. */
  read(partner: PartnerId): Promise<Versioned<PartnerPolicy> | undefined>;
  /** All policies, by partner id. */
  list(): Promise<PartnerPolicy[]>;
  /** Stores the policy; `etag` undefined = it must be new. `conflict`: nothing was written. */
  put(policy: PartnerPolicy, etag: string | undefined): Promise<'written' | 'conflict'>;
}

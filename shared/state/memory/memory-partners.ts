import type { PartnerPolicy } from '../../domain/partner-policy';
import type { Partners } from '../partners';
import { MemoryRows } from './memory-rows';

/** {@link Partners} in memory, for tests: forgets all when it is dropped. */
export function memoryPartners(): Partners {
  const rows = new MemoryRows<PartnerPolicy>('Partners');
  return {
    read: (partner) => rows.read(partner),
    list: async () => (await rows.list()).map(({ value }) => value),
    put: (policy, etag) =>
      etag === undefined ? rows.insert(policy.partner, policy) : rows.replace(policy.partner, policy, etag),
  };
}

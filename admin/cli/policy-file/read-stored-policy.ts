import type { PartnerId } from '../../../shared/domain/ids';
import { partnerPolicySchema, type PartnerPolicy } from '../../../shared/domain/partner-policy';
import type { ApiClient, Versioned } from '../../api-client';
import { ApiError } from '../../api-error';

/** The stored policy of a partner, with its ETag; undefined where there is none. Throws ApiError. */
export async function readStoredPolicy(
  api: ApiClient,
  partner: PartnerId,
): Promise<Versioned<PartnerPolicy> | undefined> {
  try {
    const { value, etag } = await api.getVersioned<unknown>(`partners/${partner}`);
    return { value: partnerPolicySchema.parse(value), etag };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

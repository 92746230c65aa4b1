import { SAMPLE_POLICY } from '../../local/demo/sample-policy';
import { groupId, tenantId } from '../../shared/domain/ids';
import { partnerPolicySchema, type PartnerPolicy } from '../../shared/domain/partner-policy';

export const CONTOSO_TENANT = tenantId(SAMPLE_POLICY.homeTenant);
export const ELIGIBLE_GROUP = groupId(SAMPLE_POLICY.admitWhen.group);
export const CLOUD_PC_WISH_GROUP = groupId(SAMPLE_POLICY.desktops[0].forGroup);
export const ACCESS_GROUP = groupId(SAMPLE_POLICY.accessGroup);
export const CLOUD_PC_GROUP = groupId(SAMPLE_POLICY.desktops[0].cloudPcGroup);
export const BLOCKED_GROUP = groupId('d1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c06');

/** Fields of a policy that a test wants otherwise. */
export type PolicyChanges = Partial<Record<keyof PartnerPolicy, unknown>>;

/** The sample partner's policy, changed as a test needs it. */
export const contosoPolicy = (changes: PolicyChanges = {}): PartnerPolicy =>
  partnerPolicySchema.parse({ ...SAMPLE_POLICY, ...changes });

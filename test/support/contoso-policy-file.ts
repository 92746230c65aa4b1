import { readPolicyFile } from '../../admin/cli/policy-file/read-policy-file';
import type { PartnerPolicyFile } from '../../shared/domain/partner-policy-file';

/** The sample policy of a partner for which nothing is prepared yet. */
export const unpreparedPolicy = (changes: Partial<PartnerPolicyFile> = {}): PartnerPolicyFile => ({
  ...readPolicyFile('samples/contoso-unprepared.yaml'),
  ...changes,
});

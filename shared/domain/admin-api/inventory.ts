import { z } from 'zod';
import { guestRecord } from '../guest-record';
import { policyForDomain, type PartnerPolicy } from '../partner-policy';
import type { SubjectRow } from '../subject-row';

/** One guest as an inventory counts it: ids and words, nothing that names the person. */
export const inventoryLineSchema = z.object({
  id: z.string().meta({ description: 'object id of the guest' }),
  home: z.string().nullable().meta({ description: 'mail domain; null = not known' }),
  partner: z.string().nullable().meta({ description: 'whose policy claims the home; null = nobody’s' }),
  state: z.string(),
  existedBefore: z.boolean().meta({ description: 'was here before the first look at the tenant' }),
  groups: z.array(z.string()).meta({ description: 'groups a run put it into, or that were adopted' }),
  host: z.string().nullable().meta({ description: 'name of its desktop' }),
  licence: z.string().nullable().meta({ description: 'SKU id that its Cloud PC’s group carries' }),
  sponsor: z.string().nullable().meta({ description: 'object id of who answers for it' }),
});
export type InventoryLine = z.infer<typeof inventoryLineSchema>;

/** The line of one row. `sponsor`: of its own invitation; else the policy's counts. Pure. */
export function inventoryLine(
  { subject, state, partner, detail }: SubjectRow,
  policies: readonly PartnerPolicy[],
  sponsor: string | null,
): InventoryLine {
  const { homeDomain, existedBefore, grants, desktop } = guestRecord(detail);
  const policy = policyOf(partner, homeDomain, policies);
  return {
    id: subject.id,
    home: homeDomain,
    partner: policy?.partner ?? partner,
    state,
    existedBefore,
    groups: grants.map(({ group }) => group),
    host: desktop?.name ?? null,
    licence: desktop?.kind === 'windows-365' ? licenceOf(policy) : null,
    sponsor: sponsor ?? policy?.sponsor ?? null,
  };
}

/** The row's partner; a guest that was never looked at is told by its home. */
function policyOf(
  partner: string | null,
  homeDomain: string | null,
  policies: readonly PartnerPolicy[],
): PartnerPolicy | undefined {
  const own = policies.find((one) => one.partner === partner);
  return own ?? (homeDomain === null ? undefined : policyForDomain(policies, homeDomain));
}

function licenceOf(policy: PartnerPolicy | undefined): string | null {
  for (const offer of policy?.desktops ?? []) if (offer.kind === 'windows-365') return offer.licence ?? null;
  return null;
}

import { z } from 'zod';
import { groupId, isGuid, partnerId, tenantId } from './ids';

const guidOf = <T>(brand: (text: string) => T) =>
  z.string().refine(isGuid, 'must be a GUID').transform(brand);
const group = guidOf(groupId);
const domain = z
  .string()
  .toLowerCase()
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'must be a mail domain such as contoso.com');
const hostPoolPath =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.DesktopVirtualization\/hostPools\/[^/]+$/i;

/** Who is entitled among the partner's guests. There is no default: file sharing makes guests too. */
const admitWhen = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('eligibility-group'), group }),
  z.strictObject({ rule: z.literal('listed'), guests: z.array(z.string().refine(isGuid).toLowerCase()) }),
  z.strictObject({ rule: z.literal('everyone') }),
]);

/** Which desktop: the first offer whose `forGroup` holds the guest, or that has none, is the guest's. */
const desktopOffer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('avd-personal'),
    forGroup: group.optional(),
    hostPools: z.array(z.string().regex(hostPoolPath, 'must be the resource id of a host pool')).min(1),
  }),
  z.strictObject({ kind: z.literal('windows-365'), forGroup: group.optional(), cloudPcGroup: group }),
]);

/** The Global Secure Access client on the hosts. */
const client = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+(\.\d+)?$/, 'must be a version such as 2.24.117'),
  /** Where a virtual machine fetches the installer: the operator's own blob (no public feed exists). */
  installerUrl: z.url({ protocol: /^https$/ }),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal'),
  /** The Intune app that puts the client on Cloud PCs; needed where a Windows 365 offer exists. */
  intuneAppId: z.string().refine(isGuid, 'must be a GUID').toLowerCase().optional(),
});

/** A partner's policy, as an operator writes it. Unknown fields are errors: a typing mistake must not pass. */
export const partnerPolicySchema = z
  .strictObject({
    partner: z.string().transform(partnerId),
    homeTenant: guidOf(tenantId),
    domains: z.array(domain).min(1),
    /** What Gatehouse may do for this partner (docs/adr/0003): `observe` writes nothing. */
    mode: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('observe') }),
      z.strictObject({ kind: z.literal('pilot'), guests: z.array(z.string().refine(isGuid).toLowerCase()) }),
      z.strictObject({ kind: z.literal('enforce') }),
    ]),
    admitWhen,
    accessGroup: group,
    desktops: z.array(desktopOffer).min(1),
    profiles: z.array(z.enum(['m365', 'internet', 'private'])).min(1),
    acceptTenantWideProfile: z.boolean(),
    client,
    startVm: z.enum(['never', 'always']),
    /** What a sign that the partner has gone starts: a proposal to people, or the reversible stages by themselves. No default. */
    onPartnerEvent: z.enum(['propose', 'cut']),
    /** What a difference between the managed groups and the guests' rows starts: a finding, or a repair under a daily cap. No default. */
    onGroupDrift: z.enum(['report', 'repair']),
  })
  .refine(
    (policy) =>
      policy.client.intuneAppId !== undefined || policy.desktops.every((d) => d.kind !== 'windows-365'),
    {
      path: ['client', 'intuneAppId'],
      error: 'is needed because a desktop offer is windows-365: a Cloud PC gets the client from Intune',
    },
  );
export type PartnerPolicy = z.infer<typeof partnerPolicySchema>;
export type DesktopOffer = PartnerPolicy['desktops'][number];
export type ProfileKind = PartnerPolicy['profiles'][number];

/** The policy whose domains hold `domain`; undefined where no partner claims it. */
export function policyForDomain(
  policies: readonly PartnerPolicy[],
  guestDomain: string,
): PartnerPolicy | undefined {
  return policies.find((policy) => policy.domains.includes(guestDomain));
}

/** The groups whose members' changes may change what a guest should have: who is eligible, who gets which desktop. */
export function watchedGroups(policies: readonly PartnerPolicy[]): Set<string> {
  const eligibility = policies.flatMap(({ admitWhen: rule }) =>
    rule.rule === 'eligibility-group' ? [rule.group] : [],
  );
  const choices = policies.flatMap(({ desktops }) => desktops.flatMap(({ forGroup }) => forGroup ?? []));
  return new Set([...eligibility, ...choices]);
}

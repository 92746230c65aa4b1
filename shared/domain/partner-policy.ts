import { z } from 'zod';
import { clientRingsSchema } from './client-rings';
import { groupId, isGuid, isPartnerId, partnerId, tenantId } from './ids';
import { maintenanceWindowSchema } from './maintenance-window';
import { NO_NOTICES, noticeRulesSchema } from './notice-rules';
import { TRUSTED_CLAIMS } from './prepare/inbound-trust';

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
  /** Whom somebody invited through Gatehouse, which marks them. */
  z.strictObject({ rule: z.literal('invited-by-gatehouse') }),
  z.strictObject({ rule: z.literal('everyone') }),
]);

const guidText = z.string().refine(isGuid, 'must be a GUID').toLowerCase();

/** A personal AVD host out of one of the pools. */
export const avdOffer = z.strictObject({
  kind: z.literal('avd-personal'),
  forGroup: group.optional(),
  hostPools: z.array(z.string().regex(hostPoolPath, 'must be the resource id of a host pool')).min(1),
});

/** A Cloud PC. What is left open is taken as it is found. */
export const cloudPcOffer = z.strictObject({
  kind: z.literal('windows-365'),
  forGroup: group.optional(),
  cloudPcGroup: group,
  /** Id of the provisioning policy that makes the group's Cloud PCs. */
  provisioningPolicy: guidText.optional(),
  /** SKU id of the licence that the group carries. */
  licence: guidText.optional(),
});

/** Which desktop: the first offer whose `forGroup` holds the guest, or that has none, is the guest's. */
const desktopOffer = z.discriminatedUnion('kind', [avdOffer, cloudPcOffer]);

/** The Global Secure Access client on the hosts. */
const client = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+(\.\d+)?$/, 'must be a version such as 2.24.117'),
  /** Where a virtual machine fetches the installer: the operator's own blob (no public feed exists). */
  installerUrl: z.url({ protocol: /^https$/ }),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal'),
  /** The Intune app that puts the client on Cloud PCs; needed where a Windows 365 offer exists. */
  intuneAppId: z.string().refine(isGuid, 'must be a GUID').toLowerCase().optional(),
  /** In which order hosts get another version; left out = all at once. */
  rings: clientRingsSchema.optional(),
});

/** What becomes of the guest's account once its access is gone. Users whom the partner's tenant synchronises are left alone. */
const account = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('keep') }),
  z.strictObject({ rule: z.literal('disable') }),
  z.strictObject({ rule: z.literal('delete-after-days'), days: z.int().min(1).max(365) }),
]);

/** Guests whom the first look found here already: `new-only` leaves them as they are. */
const enrol = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('new-only') }),
  z.strictObject({ rule: z.literal('listed'), guests: z.array(z.string().refine(isGuid).toLowerCase()) }),
  z.strictObject({ rule: z.literal('all') }),
]);

/** Automatic removals of a partner's guests a day: the larger of the two; more are held for a plan (design, section 9). */
const caps = z.strictObject({
  removalsPerDay: z.int().min(0).max(1000).default(5),
  removalsPercentPerDay: z.number().min(0).max(100).default(2),
});

/** The fields of a policy; unknown ones are errors: a typing mistake must not pass. */
export const policyFields = {
  partner: z
    .string()
    .refine(isPartnerId, 'must be 1 to 40 lower-case letters, digits and inner hyphens')
    .transform(partnerId),
  homeTenant: guidOf(tenantId),
  domains: z.array(domain).min(1),
  /** What Gatehouse may do for this partner (docs/adr/0003): `observe` writes nothing. */
  mode: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('observe') }),
    z.strictObject({ kind: z.literal('pilot'), guests: z.array(z.string().refine(isGuid).toLowerCase()) }),
    z.strictObject({ kind: z.literal('enforce') }),
  ]),
  admitWhen,
  enrol: enrol.default({ rule: 'new-only' }),
  /** What guests may have redeemed their invitation with; e-mail one-time passcode never works on a desktop. */
  identityProviders: z
    .array(z.enum(['entra', 'microsoft-account', 'social', 'saml']))
    .min(1)
    .default(['entra']),
  accessGroup: group,
  desktops: z.array(desktopOffer).min(1),
  profiles: z.array(z.enum(['m365', 'internet', 'private'])).min(1),
  acceptTenantWideProfile: z.boolean(),
  /** Object ids of the private apps' service principals that the access group is assigned to. */
  privateApps: z.array(z.string().refine(isGuid, 'must be a GUID').toLowerCase()).default([]),
  /** Claims of the partner's tenant that preparation lets this tenant believe; empty = trust is not looked at. */
  crossTenantTrust: z.array(z.enum(TRUSTED_CLAIMS)).default([]),
  /**
   * Somebody vouches that the partner's users hold a licence with the right to Azure Virtual Desktop: no program can
   * see it (Licensing Azure Virtual Desktop, January 2024).
   */
  desktopRight: z.literal('attested').optional(),
  client,
  startVm: z.enum(['never', 'window', 'always']),
  maintenanceWindow: maintenanceWindowSchema.optional(),
  /** Object id of the user who is told of this partner's guests. */
  sponsor: z.string().refine(isGuid, 'must be a GUID').toLowerCase().optional(),
  /** Who is told of this partner's guests, and how. */
  notices: noticeRulesSchema.default(NO_NOTICES),
  /** Days after which the preparation of an invitation nobody accepted is undone, the account left alone; absent = never. */
  expireAfterDays: z.int().min(1).max(365).optional(),
  account,
  /**
   * Which personal hosts that were somebody's this partner's guests may be leased. `never`: none. `after-reimage`: those
   * declared clean. `same-partner`: these, and those of its own former guests, whose files are still on the disk.
   */
  hostReuse: z.enum(['never', 'same-partner', 'after-reimage']).default('never'),
  /**
   * What an approved removal of all its guests does to the partner's tenant: `block` has its inbound access blocked and
   * its connected organisations set to proposed.
   */
  tenantOnRemoval: z.enum(['keep', 'block']).default('keep'),
  caps: caps.default({ removalsPerDay: 5, removalsPercentPerDay: 2 }),
  /** What a sign that the partner has gone starts: a proposal to people, or the reversible stages by themselves. No default. */
  onPartnerEvent: z.enum(['propose', 'cut']),
  /** What a difference between the managed groups and the guests' rows starts: a finding, or a repair under a daily cap. No default. */
  onGroupDrift: z.enum(['report', 'repair']),
};

/** Where a policy contradicts itself; runs once each field is right by itself. */
export function checkAcrossFields({ value, issues }: z.core.ParsePayload<FieldsTogether>): void {
  const refuse = (path: string[], message: string) =>
    issues.push({ code: 'custom', input: value, path, message });
  if (value.client.intuneAppId === undefined && value.desktops.some(({ kind }) => kind === 'windows-365')) {
    refuse(
      ['client', 'intuneAppId'],
      'is needed because a desktop offer is windows-365: a Cloud PC gets the client from Intune',
    );
  }
  if (value.startVm === 'window' && value.maintenanceWindow === undefined)
    refuse(['maintenanceWindow'], 'is needed because startVm is window');
}

interface FieldsTogether {
  client: { intuneAppId?: string | undefined };
  desktops: { kind: string }[];
  startVm: string;
  maintenanceWindow?: unknown;
}

/** A partner's policy as it is stored: complete. What an operator writes is partner-policy-file.ts. */
export const partnerPolicySchema = z.strictObject(policyFields).check(checkAcrossFields);
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

import { z } from 'zod';
import type { PartnerEventKind } from './partner-event';
import type { PartnerPolicy } from './partner-policy';

/**
 * `absent`: never seen. `missed`: there before, not now, and seen so once. `gone`: that was confirmed and said.
 */
const presence = z.enum(['absent', 'present', 'missed', 'gone']);
export type Presence = z.infer<typeof presence>;

/** What the last polls saw of one partner. */
const seenSchema = z.object({
  crossTenant: presence,
  organization: presence,
  /** Ids of its connected organizations when they were last there: the audit log names them so. */
  organizationIds: z.array(z.string()).default([]),
  /** Members of its eligibility group. */
  entitlement: presence.default('absent'),
});
export type SeenPartner = z.infer<typeof seenSchema>;

/** What the last polls saw of each partner: `detail` of the cursor `partners`. */
export const partnerPresenceSchema = z.object({
  partners: z.record(z.string(), seenSchema),
  /** Sources that could not be read at the last poll, and why; what they say is left as it was. */
  unreadable: z.record(z.string(), z.string()),
});
export type PartnerPresence = z.infer<typeof partnerPresenceSchema>;

/** What one poll saw; undefined = that source could not be read, and says nothing about anybody. */
export interface PartnerPoll {
  crossTenant: readonly string[] | undefined;
  organizations: readonly { id: string; tenants: string[]; domains: string[] }[] | undefined;
  /** How many members each eligibility group has; one that could not be read, or is gone, is missing. */
  entitled: ReadonlyMap<string, number>;
  /** Tenants and organisations that the audit log says were removed of late. */
  removed: ReadonlySet<string>;
}

/** The next presence of one thing; `gone` needs two looks, or one and an audit record. Pure. */
export function nextPresence(before: Presence, isListed: boolean | undefined, isRecorded: boolean): Presence {
  if (isListed === undefined) return before;
  if (isListed) return 'present';
  if (before === 'present') return isRecorded ? 'gone' : 'missed';
  return before === 'missed' ? 'gone' : before;
}

const UNSEEN: SeenPartner = {
  crossTenant: 'absent',
  organization: 'absent',
  organizationIds: [],
  entitlement: 'absent',
};

/** Which event each thing's going is. */
const KINDS = {
  crossTenant: 'cross-tenant-access-removed',
  organization: 'connected-organization-removed',
  entitlement: 'entitlement-ended',
} as const satisfies Record<string, PartnerEventKind>;

/** Compares a poll with the ones before: what is known now, and which partners have just gone. Pure. */
export function comparePartners(
  before: PartnerPresence['partners'],
  poll: PartnerPoll,
  policies: readonly PartnerPolicy[],
): {
  partners: PartnerPresence['partners'];
  left: { partner: PartnerPolicy['partner']; kind: PartnerEventKind }[];
} {
  const partners: PartnerPresence['partners'] = {};
  const left: { partner: PartnerPolicy['partner']; kind: PartnerEventKind }[] = [];
  for (const policy of policies) {
    const { partner } = policy;
    const was = before[partner] ?? UNSEEN;
    const seen = (partners[partner] = seenNow(was, poll, policy));
    for (const thing of ['crossTenant', 'organization', 'entitlement'] as const)
      if (seen[thing] === 'gone' && was[thing] !== 'gone') left.push({ partner, kind: KINDS[thing] });
  }
  return { partners, left };
}

function seenNow(was: SeenPartner, poll: PartnerPoll, policy: PartnerPolicy): SeenPartner {
  const { homeTenant, domains } = policy;
  const ours = poll.organizations?.filter(
    ({ tenants, domains: names }) =>
      tenants.includes(homeTenant) || names.some((name) => domains.includes(name)),
  );
  const isOurs = ours && ours.length > 0;
  return {
    crossTenant: nextPresence(
      was.crossTenant,
      poll.crossTenant?.includes(homeTenant),
      poll.removed.has(homeTenant),
    ),
    organization: nextPresence(
      was.organization,
      isOurs,
      was.organizationIds.some((id) => poll.removed.has(id.toLowerCase())),
    ),
    organizationIds: ours && ours.length > 0 ? ours.map(({ id }) => id) : was.organizationIds,
    entitlement: nextPresence(was.entitlement, isAnybodyEntitled(poll, policy), false),
  };
}

/** Undefined where no group says who is entitled, or it could not be read. */
function isAnybodyEntitled({ entitled }: PartnerPoll, { admitWhen }: PartnerPolicy): boolean | undefined {
  const members = admitWhen.rule === 'eligibility-group' ? entitled.get(admitWhen.group) : undefined;
  return members === undefined ? undefined : members > 0;
}

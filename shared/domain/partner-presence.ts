import { z } from 'zod';
import type { PartnerEventKind } from './partner-event';
import type { PartnerPolicy } from './partner-policy';

/**
 * `absent`: never seen. `missed`: there before, not now, and seen so once. `gone`: that was confirmed and said.
 */
const presence = z.enum(['absent', 'present', 'missed', 'gone']);
export type Presence = z.infer<typeof presence>;

/** What the last polls saw of each partner: `detail` of the cursor `partners`. */
export const partnerPresenceSchema = z.object({
  partners: z.record(z.string(), z.object({ crossTenant: presence, organization: presence })),
  /** Sources that could not be read at the last poll, and why; what they say is left as it was. */
  unreadable: z.record(z.string(), z.string()),
});
export type PartnerPresence = z.infer<typeof partnerPresenceSchema>;

/** What one poll saw; undefined = that source could not be read. */
export interface PartnerPoll {
  crossTenant: readonly string[] | undefined;
  organizations: readonly { id: string; tenants: string[]; domains: string[] }[] | undefined;
  /** Tenants and organisations that the audit log says were removed of late. */
  removed: ReadonlySet<string>;
}

/** The next presence of one thing; `gone` needs two looks, or one and an audit record. Pure. */
export function nextPresence(before: Presence, isListed: boolean, isRecorded: boolean): Presence {
  if (isListed) return 'present';
  if (before === 'present') return isRecorded ? 'gone' : 'missed';
  return before === 'missed' ? 'gone' : before;
}

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
  for (const { partner, homeTenant, domains } of policies) {
    const was = before[partner] ?? { crossTenant: 'absent' as const, organization: 'absent' as const };
    const isHome = (organization: { tenants: string[]; domains: string[] }) =>
      organization.tenants.includes(homeTenant) ||
      organization.domains.some((name) => domains.includes(name));
    const isRecorded = poll.removed.has(homeTenant);
    const crossTenant =
      poll.crossTenant === undefined
        ? was.crossTenant
        : nextPresence(was.crossTenant, poll.crossTenant.includes(homeTenant), isRecorded);
    const organization =
      poll.organizations === undefined
        ? was.organization
        : nextPresence(was.organization, poll.organizations.some(isHome), false);
    partners[partner] = { crossTenant, organization };
    if (crossTenant === 'gone' && was.crossTenant !== 'gone')
      left.push({ partner, kind: 'cross-tenant-access-removed' });
    if (organization === 'gone' && was.organization !== 'gone')
      left.push({ partner, kind: 'connected-organization-removed' });
  }
  return { partners, left };
}

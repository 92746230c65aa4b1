import type { InvocationContext } from '@azure/functions';
import type { Groups } from '../../shared/clients/groups';
import type { PartnerSettings } from '../../shared/clients/partner-settings';
import {
  comparePartners,
  partnerPresenceSchema,
  type PartnerPoll,
} from '../../shared/domain/partner-presence';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import type { Cursors } from '../../shared/state/cursors';
import { raisePartnerEvent, type PartnerEventDeps } from '../events/raise-partner-event';

interface Deps extends PartnerEventDeps {
  partnerSettings: PartnerSettings;
  groups: Groups;
  cursors: Cursors;
}

/** Name of this sweep's cursor. */
export const PARTNERS_CURSOR = 'partners';

/** The audit log shows a line minutes after the fact; an hour covers what earlier polls could not see yet. */
const AUDIT_BACK_MS = 3_600_000;

/**
 * Polls what no subscription and no delta tells: cross-tenant access entries, connected organizations, and whether
 * anybody is entitled any more (an access package that ended has emptied its group). One that is missing at two polls
 * in a row, or at one and in the audit log, is a partner event. A source that cannot be read says nothing about anybody. Safe to repeat; throws where the tables are out of reach.
 */
export const sweepPartners =
  (deps: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const policies = await deps.partners.list();
    if (policies.length === 0) return;
    const stored = await deps.cursors.read(PARTNERS_CURSOR);
    const before = stored === undefined ? {} : partnerPresenceSchema.parse(stored.value.detail).partners;
    const { poll, unreadable } = await pollAll(deps, policies, context);
    const { partners, left } = comparePartners(before, poll, policies);
    const at = deps.now().toISOString();
    for (const { partner, kind } of left) {
      const eventId = `${kind}-${partner}-${at}`;
      await raisePartnerEvent(deps, { eventId, kind, partner, at, source: 'Microsoft Graph' }, context);
    }
    const detail = { partners, unreadable };
    await deps.cursors.save({ name: PARTNERS_CURSOR, savedAt: at, detail }, stored?.etag);
  };

async function pollAll(
  { partnerSettings, groups, now }: Deps,
  policies: readonly PartnerPolicy[],
  context: InvocationContext,
): Promise<{ poll: PartnerPoll; unreadable: Record<string, string> }> {
  const unreadable: Record<string, string> = {};
  const read = async <T>(source: string, ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      // Shown by the status; a permission that nobody granted is no alarm.
      unreadable[source] = error instanceof Error ? error.message : 'no reason was given';
      context.warn(`${source} could not be read; it says nothing about anybody`, error);
      return undefined;
    }
  };
  const since = new Date(now().getTime() - AUDIT_BACK_MS).toISOString();
  const crossTenant = await read('cross-tenant access', () => partnerSettings.crossTenantPartners());
  const organizations = await read('connected organizations', () => partnerSettings.connectedOrganizations());
  const removals = await read('directory audits', () => partnerSettings.removalsSince(since));
  const removed = new Set((removals ?? []).flatMap(({ targets }) => targets));
  const entitled = new Map<string, number>();
  for (const { admitWhen } of policies) {
    if (admitWhen.rule !== 'eligibility-group') continue;
    const { group } = admitWhen;
    const members = await read(`members of ${group}`, () => groups.members(group));
    if (members !== undefined) entitled.set(group, members.users.length + members.others);
  }
  return { poll: { crossTenant, organizations, entitled, removed }, unreadable };
}

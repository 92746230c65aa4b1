import type { InvocationContext } from '@azure/functions';
import type { PartnerSettings } from '../../shared/clients/partner-settings';
import {
  comparePartners,
  partnerPresenceSchema,
  type PartnerPoll,
} from '../../shared/domain/partner-presence';
import type { Cursors } from '../../shared/state/cursors';
import { raisePartnerEvent, type PartnerEventDeps } from '../events/raise-partner-event';

interface Deps extends PartnerEventDeps {
  partnerSettings: PartnerSettings;
  cursors: Cursors;
}

/** Name of this sweep's cursor. */
export const PARTNERS_CURSOR = 'partners';

/** The audit log shows a line minutes after the fact; an hour covers what earlier polls could not see yet. */
const AUDIT_BACK_MS = 3_600_000;

/**
 * Polls what no subscription and no delta tells: cross-tenant access entries and connected organizations. One that
 * is missing at two polls in a row, or at one and in the audit log, is a partner event. A source that cannot be
 * read says nothing about anybody. Safe to repeat; throws where the tables are out of reach.
 */
export const sweepPartners =
  (deps: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const policies = await deps.partners.list();
    if (policies.length === 0) return;
    const stored = await deps.cursors.read(PARTNERS_CURSOR);
    const before = stored === undefined ? {} : partnerPresenceSchema.parse(stored.value.detail).partners;
    const { poll, unreadable } = await pollAll(deps, context);
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
  { partnerSettings, now }: Deps,
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
  return { poll: { crossTenant, organizations, removed }, unreadable };
}

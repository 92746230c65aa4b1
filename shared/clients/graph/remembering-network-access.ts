import { groupId } from '../../domain/ids';
import { remembered } from '../../remembered';
import type { NetworkAccess } from '../network-access';

/** The limits of these calls are not published: the facts say to keep the list for minutes. */
const KEEP_MS = 60_000;

/**
 * A {@link NetworkAccess} that asks for each of its facts once a minute at most. They change by people's hands, are the
 * same for every guest of a partner, and are read three times for each: what is read back is at most a minute old.
 */
export function rememberingNetworkAccess(networkAccess: NetworkAccess, nowMs: () => number): NetworkAccess {
  const status = remembered(() => networkAccess.readOnboardingStatus(), KEEP_MS, nowMs);
  const profiles = remembered(() => networkAccess.listForwardingProfiles(), KEEP_MS, nowMs);
  const apps = remembered((group) => networkAccess.listAssignedApps(groupId(group)), KEEP_MS, nowMs);
  return {
    readOnboardingStatus: () => status(''),
    listForwardingProfiles: () => profiles(''),
    listAssignedApps: (group) => apps(group),
  };
}

import type { GuestId } from '../../shared/domain/ids';
import type { Intent } from '../../shared/domain/intent';
import { isOfPartner } from '../../shared/domain/mode-change';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import { managedGroupsOf, standingOf, type Standing } from '../../shared/domain/standing';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { AdminDeps } from './admin-deps';

export type StandingDeps = Pick<AdminDeps, 'groups' | 'subjects' | 'hosts'>;

/**
 * How the tenant stands against a policy: each of its groups is listed once, whatever the number of guests, and our rows
 * once. Changes nothing; a group that is not there has no members. Throws RetryableError or TerminalError.
 */
export async function readStanding(
  { groups, subjects, hosts }: StandingDeps,
  policy: PartnerPolicy,
  intents: ReadonlyMap<GuestId, Intent>,
): Promise<Standing> {
  const members = new Map<string, ReadonlySet<string>>();
  for (const group of managedGroupsOf(policy))
    members.set(group, new Set((await groups.members(group))?.users));
  const rows = new Map<string, SubjectRow>();
  for await (const row of subjects.list({ kind: 'guest' }))
    if (isOfPartner(row, policy)) rows.set(row.subject.id, row);
  return standingOf({ intents, members, rows, hosts: await hosts.list() });
}

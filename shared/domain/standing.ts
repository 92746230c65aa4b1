import { z } from 'zod';
import { hasAdopted, isAdoptedIn } from './adopted';
import { guestRecord } from './guest-record';
import type { HostRecord } from './host-record';
import type { GuestId } from './ids';
import type { Intent } from './intent';
import type { PartnerPolicy } from './partner-policy';
import type { SubjectRow } from './subject-row';
import { isVersionAtLeast } from './version';

/** What of a policy is true already in the tenant, and what it would add. It never tells of a removal: that is a plan's. */
export const standingSchema = z.object({
  guests: z.array(
    z.object({ guest: z.string(), alreadyTrue: z.array(z.string()), wouldAdd: z.array(z.string()) }),
  ),
  unexplained: z
    .array(z.object({ id: z.string(), groups: z.array(z.string()), isAdopted: z.boolean() }))
    .meta({ description: 'members of the policy’s groups for whom it gives no reason; they are kept' }),
  adopted: z.int().meta({ description: 'guests who have something adopted' }),
});
export type Standing = z.infer<typeof standingSchema>;

/** One reading of the tenant and of our rows, whole. */
export interface StandingSight {
  /** What each guest of the partner should have under the policy. */
  intents: ReadonlyMap<GuestId, Intent>;
  /** Direct members of each group that the policy names. */
  members: ReadonlyMap<string, ReadonlySet<string>>;
  rows: ReadonlyMap<string, SubjectRow>;
  hosts: readonly HostRecord[];
}

/** How the tenant stands against the policy, guest by guest. Pure. */
export function standingOf({ intents, members, rows, hosts }: StandingSight): Standing {
  const leases = new Map<string, HostRecord>(
    hosts.flatMap((record) =>
      record.lease.kind === 'leased' ? [[record.lease.guest, record] as const] : [],
    ),
  );
  const guests: Standing['guests'] = [];
  const explained = new Map<string, ReadonlySet<string>>();
  for (const [guest, intent] of intents) {
    if (intent.kind !== 'admit' && intent.kind !== 'await-redemption') continue;
    const groups = groupsOf(intent);
    explained.set(guest, new Set(groups));
    const links = [
      ...groups.map((group) => ({
        isTrue: members.get(group)?.has(guest) ?? false,
        text: `member of group ${group}`,
      })),
      ...desktopLinks(intent, leases.get(guest)),
    ];
    const said = (isTrue: boolean) => links.filter((link) => link.isTrue === isTrue).map(({ text }) => text);
    guests.push({ guest, alreadyTrue: said(true), wouldAdd: said(false) });
  }
  const records = [...rows.values()].map(({ detail }) => guestRecord(detail));
  return {
    guests,
    unexplained: unexplainedIn(members, explained, rows),
    adopted: records.filter(hasAdopted).length,
  };
}

type Given = Intent & { kind: 'admit' | 'await-redemption' };

const groupsOf = ({ policy, offer }: Given): string[] =>
  offer.kind === 'windows-365' ? [policy.accessGroup, offer.cloudPcGroup] : [policy.accessGroup];

function desktopLinks({ policy, offer }: Given, lease: HostRecord | undefined) {
  const kind = offer.kind === 'windows-365' ? 'cloud-pc' : 'vm';
  const has = lease?.target.kind === kind ? lease : undefined;
  const { version } = policy.client;
  const proved = has?.proved ?? null;
  return [
    { isTrue: has !== undefined, text: has === undefined ? DESKTOPS[kind] : `${DESKTOPS[kind]} ${has.host}` },
    { isTrue: proved !== null && isVersionAtLeast(proved.version, version), text: `client ${version}` },
  ];
}

const DESKTOPS = { vm: 'personal host', 'cloud-pc': 'Cloud PC' } as const;

function unexplainedIn(
  members: StandingSight['members'],
  explained: ReadonlyMap<string, ReadonlySet<string>>,
  rows: StandingSight['rows'],
): Standing['unexplained'] {
  const found = new Map<string, string[]>();
  for (const [group, ids] of members)
    for (const id of ids)
      if (explained.get(id)?.has(group) !== true) found.set(id, [...(found.get(id) ?? []), group]);
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, groups]) => {
      const record = guestRecord(rows.get(id)?.detail);
      return { id, groups, isAdopted: groups.every((group) => isAdoptedIn(record, group)) };
    });
}

/** Groups whose members the policy manages. Pure. */
export function managedGroupsOf({ accessGroup, desktops }: PartnerPolicy): PartnerPolicy['accessGroup'][] {
  const cloudPc = desktops.flatMap((offer) => (offer.kind === 'windows-365' ? [offer.cloudPcGroup] : []));
  return [...new Set([accessGroup, ...cloudPc])];
}

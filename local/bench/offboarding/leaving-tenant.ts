import type { Ports } from '../../../functions/ports';
import { groupId, stableGuid, type GroupId, type GuestId } from '../../../shared/domain/ids';
import type { PartnerPolicy } from '../../../shared/domain/partner-policy';
import { CountedTenant, unused } from '../onboarding/counted-tenant';
import { plainGroup } from '../onboarding/plain-group';
import { WriteMeter } from './write-meter';

export const BLOCKED_GROUP = groupId(stableGuid('blocked'));
const PROBE_HOSTS = 60;
const NOT_NESTED = {
  isSecurityEnabled: true,
  isDynamic: false,
  isSynchronised: false,
  isRoleAssignable: false,
};

type Account = 'enabled' | 'disabled' | 'gone';

/**
 * A tenant in memory with one partner that leaves and one whose guests come meanwhile: it counts the calls of a cut,
 * and meters what is written.
 */
export class LeavingTenant {
  readonly cutCalls: string[] = [];
  readonly leaving: readonly GuestId[];
  /** They come one after the other, each to a host of its own, on which the client is quickly there. */
  readonly probes: readonly GuestId[];
  readonly policies: readonly PartnerPolicy[];
  private readonly base: CountedTenant;
  private readonly accounts = new Map<GuestId, Account>();
  private readonly nested = new Set<GroupId>();
  private meter: WriteMeter | undefined;

  constructor(
    count: number,
    acceptedAt: string,
    private readonly writesAtOnce: number | undefined,
  ) {
    const size = { guestsPerPartner: count, hostsPerPartner: PROBE_HOSTS, installMs: 0 };
    this.base = new CountedTenant(count + PROBE_HOSTS, acceptedAt, size);
    this.leaving = this.base.guests.slice(0, count);
    this.probes = this.base.guests.slice(count);
    // No policy may say no days: here both writes come in one burst, which is the worst of it.
    const account = { rule: 'delete-after-days', days: 0 } as const;
    this.policies = this.base.policies.map((policy, at) => (at === 0 ? { ...policy, account } : policy));
    for (const guest of this.leaving) this.base.members.get(this.left.accessGroup)?.add(guest);
  }

  /** The partner that leaves. */
  get left(): PartnerPolicy {
    return this.partner(0);
  }

  /** The partner whose guests come meanwhile. */
  get coming(): PartnerPolicy {
    return this.partner(1);
  }

  private partner(at: number): PartnerPolicy {
    const policy = this.policies[at];
    if (policy === undefined) throw new Error(`The bench has no partner ${at}`);
    return policy;
  }

  get written(): WriteMeter {
    if (this.meter === undefined) throw new Error('The tenant of the bench is not open');
    return this.meter;
  }

  private stateOf(guest: GuestId): Account {
    return this.accounts.get(guest) ?? 'enabled';
  }

  private holds(group: GroupId, guest: GuestId): boolean {
    return this.base.members.get(group)?.has(guest) === true && this.stateOf(guest) !== 'gone';
  }

  private write(change: () => void): Promise<void> {
    this.written.charge();
    change();
    return Promise.resolve();
  }

  ports(nowMs: () => number) {
    this.meter = new WriteMeter(nowMs, this.writesAtOnce);
    const base = this.base.ports(nowMs);
    return {
      ...base,
      desktops: { ...base.desktops, listUserSessions: () => Promise.resolve([]) },
      cloudPcs: { ...unused('cloudPcs'), findCloudPcs: () => Promise.resolve([]) },
      directory: this.directory(base.directory),
      members: this.memberships(base.members),
      groups: this.groups(),
      accounts: this.accountPort(),
      partnerBlock: this.block(),
    };
  }

  private directory(base: Ports['directory']): Ports['directory'] {
    const facts: Ports['directory']['readUser'] = async (guest) => {
      const user = await base.readUser(guest);
      const state = this.stateOf(guest);
      return user === undefined || state === 'gone'
        ? undefined
        : { ...user, accountEnabled: state === 'enabled' };
    };
    return {
      ...unused('directory'),
      readUser: facts,
      readUsers: async (guests) => {
        const read = await Promise.all(guests.map(facts));
        return new Map(read.flatMap((user) => (user === undefined ? [] : [[user.id, user] as const])));
      },
      isSoftDeleted: (guest) => Promise.resolve(this.stateOf(guest) === 'gone'),
      readMemberships: (guest, groups) =>
        Promise.resolve(groups.filter((group) => this.holds(group, guest) || this.isKeptOut(group, guest))),
      readAccount: (guest) => base.readAccount(guest),
      readUserPrincipalName: (guest) =>
        Promise.resolve(this.stateOf(guest) === 'gone' ? undefined : `${guest}@tenant`),
      findHomeTenant: (domain) => base.findHomeTenant(domain),
    };
  }

  private isKeptOut(group: GroupId, guest: GuestId): boolean {
    return group === BLOCKED_GROUP && [...this.nested].some((inner) => this.holds(inner, guest));
  }

  private memberships(base: Ports['members']): Ports['members'] {
    return {
      isMember: (group, guest) => Promise.resolve(this.holds(group, guest)),
      membersAmong: (group, guests) =>
        Promise.resolve(new Set(guests.filter((guest) => this.holds(group, guest)))),
      addMembers: (group, guests) => {
        this.written.charge();
        return base.addMembers(group, guests);
      },
      ensureMember: (group, guest) => this.write(() => this.base.members.get(group)?.add(guest)),
      removeMember: (group, guest) => this.write(() => this.base.members.get(group)?.delete(guest)),
    };
  }

  private groups(): Ports['groups'] {
    const users = (group: GroupId) =>
      [...(this.base.members.get(group) ?? [])].filter((guest) => this.holds(group, guest));
    return {
      existing: (groups) => Promise.resolve([...groups]),
      traitsOf: (group) => Promise.resolve(plainGroup(group)),
      members: (group) => Promise.resolve({ users: users(group), others: 0 }),
    };
  }

  private accountPort(): Ports['accounts'] {
    return {
      read: (guest) => {
        const accountEnabled = this.stateOf(guest) === 'enabled';
        return Promise.resolve({ accountEnabled, isSynchronised: false, hasAdminRole: false });
      },
      setEnabled: (guest, isEnabled) =>
        this.write(() => this.accounts.set(guest, isEnabled ? 'enabled' : 'disabled')),
      remove: (guest) => this.write(() => this.accounts.set(guest, 'gone')),
      restore: () => Promise.reject(new Error('The bench restores nobody')),
    };
  }

  /** Every call is noted: what a cut asks, and in which order. */
  private block(): Ports['partnerBlock'] {
    const noted = <T>(call: string, value: T): Promise<T> => {
      this.cutCalls.push(call);
      return Promise.resolve(value);
    };
    const policy = { state: 'enabled', isBlock: true, includeGroups: [BLOCKED_GROUP], excludeGroups: [] };
    return {
      listPolicies: () => noted('listPolicies', [{ id: 'block', ...policy }]),
      readNesting: () => noted('readNesting', NOT_NESTED),
      isNested: (_outer, inner) => noted('isNested', this.nested.has(inner)),
      nest: (_outer, inner) => {
        this.cutCalls.push('nest');
        return this.write(() => this.nested.add(inner));
      },
      unnest: (_outer, inner) => this.write(() => this.nested.delete(inner)),
    };
  }
}

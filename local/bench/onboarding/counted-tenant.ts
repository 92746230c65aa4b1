import type { Ports } from '../../../functions/ports';
import type { SessionHost } from '../../../shared/clients/desktops';
import type { UserFacts } from '../../../shared/domain/guest-facts';
import {
  groupId,
  guestId,
  stableGuid,
  tenantId,
  type GroupId,
  type GuestId,
} from '../../../shared/domain/ids';
import { DESKTOP_USER_ROLE, VM_USER_LOGIN_ROLE } from '../../../shared/domain/judge-host-pool';
import { partnerPolicySchema, type PartnerPolicy } from '../../../shared/domain/partner-policy';
import { SAMPLE_POLICY } from '../../demo/sample-policy';
import { plainGroup } from './plain-group';

/** Guests, and so hosts, of one partner at most: an access group and a pool each. */
export const GUESTS_PER_PARTNER = 500;
const INSTALL_MS = 60_000;

interface TenantSize {
  guestsPerPartner: number;
  hostsPerPartner: number;
  installMs: number;
}
const SIZE: TenantSize = {
  guestsPerPartner: GUESTS_PER_PARTNER,
  hostsPerPartner: GUESTS_PER_PARTNER,
  installMs: INSTALL_MS,
};
const PROFILES = ['internet', 'private'];

export type TenantPorts = Pick<
  Ports,
  | 'directory'
  | 'members'
  | 'groups'
  | 'desktops'
  | 'networkAccess'
  | 'machines'
  | 'signIns'
  | 'signInRules'
  | 'crossTenantAccess'
  | 'desktopRoles'
>;

/** Requests the adapters would make, one for each call unless said otherwise. */
export interface Counted {
  graphReads: number;
  groupWrites: number;
  armReads: number;
  hostAssignments: number;
  installs: number;
  otherArmWrites: number;
}

/** A tenant in memory that counts what would be asked of Graph and Azure: partners of five hundred guests each. */
export class CountedTenant {
  readonly counted: Counted = {
    graphReads: 0,
    groupWrites: 0,
    armReads: 0,
    hostAssignments: 0,
    installs: 0,
    otherArmWrites: 0,
  };
  readonly guests: GuestId[];
  readonly policies: PartnerPolicy[];
  /** How often something was installed on each machine. */
  readonly installsOn = new Map<string, number>();
  readonly members = new Map<GroupId, Set<GuestId>>();
  private readonly pools = new Map<string, SessionHost[]>();
  private readonly hosts = new Map<string, SessionHost>();
  private readonly commands = new Map<string, { endsAtMs: number; version: string }>();

  constructor(
    count: number,
    private readonly acceptedAt: string,
    private readonly size: TenantSize = SIZE,
  ) {
    this.guests = Array.from({ length: count }, (_, n) => guestId(stableGuid(`guest-${n}`)));
    const partners = Math.ceil(count / size.guestsPerPartner);
    this.policies = Array.from({ length: partners }, (_, n) => this.addPartner(n));
  }

  private addPartner(n: number): PartnerPolicy {
    const pool = `/subscriptions/s/resourceGroups/g/providers/Microsoft.DesktopVirtualization/hostPools/p${n}`;
    const hosts = Array.from({ length: this.size.hostsPerPartner }, (_, at) =>
      sessionHost(pool, `h${n}-${at}`),
    );
    this.pools.set(pool, hosts);
    for (const host of hosts) this.hosts.set(host.id, host);
    const policy = partnerPolicySchema.parse({
      ...SAMPLE_POLICY,
      partner: `partner-${n}`,
      domains: [domainOf(n)],
      admitWhen: { rule: 'everyone' },
      enrol: { rule: 'all' },
      accessGroup: stableGuid(`access-${n}`),
      desktops: [{ kind: 'avd-personal', hostPools: [pool] }],
    });
    this.members.set(policy.accessGroup, new Set());
    return policy;
  }

  private userOf(guest: GuestId): UserFacts {
    const n = this.partnerOf.get(guest) ?? 0;
    return {
      id: guest,
      userType: 'Guest',
      externalUserState: 'Accepted',
      externalUserStateChangedAt: this.acceptedAt,
      creationType: 'Invitation',
      accountEnabled: true,
      issuers: ['ExternalAzureAD'],
      domain: domainOf(n),
    };
  }

  private get partnerOf(): Map<GuestId, number> {
    this.byGuest ??= new Map(
      this.guests.map((guest, at) => [guest, Math.floor(at / this.size.guestsPerPartner)]),
    );
    return this.byGuest;
  }
  private byGuest: Map<GuestId, number> | undefined;

  private isMember(group: GroupId, guest: GuestId): boolean {
    return this.members.get(group)?.has(guest) === true;
  }

  ports(nowMs: () => number): TenantPorts {
    const { counted } = this;
    const graph = <T>(value: T, requests = 1): Promise<T> => {
      counted.graphReads += requests;
      return Promise.resolve(value);
    };
    const arm = <T>(value: T): Promise<T> => {
      counted.armReads += 1;
      return Promise.resolve(value);
    };
    const hostOf = (id: string): SessionHost | undefined => this.hosts.get(id);
    return {
      directory: {
        ...unused('directory'),
        readUser: (guest) => graph(this.userOf(guest)),
        readAccount: (guest) => graph({ facts: this.userOf(guest), userPrincipalName: `${guest}@tenant` }),
        // Twenty to a request.
        readUsers: (guests) =>
          graph(new Map(guests.map((id) => [id, this.userOf(id)])), Math.ceil(guests.length / 20)),
        // The question itself, and whether the groups that do not hold the guest are there at all.
        readMemberships: (guest, groups) =>
          graph(
            groups.filter((group) => this.isMember(group, guest)),
            2,
          ),
        readUserPrincipalName: (guest) => graph(`${guest}@tenant`),
        // Kept for an hour by the adapter.
        findHomeTenant: () => Promise.resolve(tenantId(SAMPLE_POLICY.homeTenant)),
      },
      members: {
        ...unused('members'),
        isMember: (group, guest) => graph(this.isMember(group, guest)),
        membersAmong: (group, guests) => graph(new Set(guests.filter((one) => this.isMember(group, one)))),
        addMembers: (group, guests) => {
          counted.groupWrites += 1;
          for (const guest of guests) this.members.get(groupId(group))?.add(guest);
          return Promise.resolve();
        },
      },
      groups: { ...unused('groups'), traitsOf: (id) => graph(plainGroup(id)) },
      desktops: {
        ...unused('desktops'),
        readHostPool: (id) =>
          arm({
            id,
            hostPoolType: 'Personal',
            customRdpProperty: 'enablerdsaadauth:i:1',
            assignmentType: 'Direct',
            isStartVmOnConnect: true,
            applicationGroups: [`${id}-ag`],
          }),
        readWorkspaceOf: () => arm('ws'),
        listSessionHosts: (id) => arm(structuredClone(this.pools.get(id) ?? [])),
        readSessionHost: (id) => arm(structuredClone(hostOf(id))),
        assignUser: (id, principal) => {
          counted.hostAssignments += 1;
          const host = hostOf(id);
          if (host !== undefined) host.assignedUser = principal;
          return Promise.resolve();
        },
      },
      networkAccess: {
        readOnboardingStatus: () => graph('onboarded'),
        listForwardingProfiles: () => graph(PROFILES.map(profile)),
        listAssignedApps: () => graph(PROFILES),
      },
      machines: {
        ...unused('machines'),
        read: (resourceId) =>
          arm({
            resourceId,
            vmId: resourceId,
            location: 'westeurope',
            powerState: 'running',
            isAgentReady: true,
          }),
        putRunCommand: (id, _location, { name, parameters }) => {
          counted.installs += 1;
          this.installsOn.set(id, (this.installsOn.get(id) ?? 0) + 1);
          const version = parameters['Version'] ?? '';
          this.commands.set(`${id} ${name}`, { endsAtMs: nowMs() + this.size.installMs, version });
          return Promise.resolve();
        },
        readRunCommand: (id, name) => arm(this.resultOf(`${id} ${name}`, nowMs())),
        removeRunCommand: (id, name) => {
          // Looked for before it is deleted, and once more after.
          counted.armReads += 2;
          counted.otherArmWrites += 1;
          this.commands.delete(`${id} ${name}`);
          return Promise.resolve();
        },
      },
      signIns: { ...unused('signIns'), homeTenantOf: () => Promise.resolve(undefined) },
      signInRules: { policiesForGuestsOf: () => graph([]) },
      crossTenantAccess: {
        readInbound: () => {
          const trust = { mfa: true, compliantDevice: false, hybridJoinedDevice: false };
          return graph({ own: null, fallback: { collaboration: 'allowed' as const, trust } }, 2);
        },
      },
      desktopRoles: {
        countIn: () => arm(2),
        listHeldAt: (scope) =>
          arm([DESKTOP_USER_ROLE, VM_USER_LOGIN_ROLE].map((roleId) => ({ scope, roleId }))),
      },
    };
  }

  private resultOf(key: string, nowMs: number) {
    const command = this.commands.get(key);
    if (command === undefined) return undefined;
    const report = { schema: 1, outcome: 'installed', version: command.version, exitCode: 0 };
    return nowMs < command.endsAtMs
      ? { executionState: 'Running', exitCode: null, output: '', error: '' }
      : { executionState: 'Succeeded', exitCode: 0, output: JSON.stringify(report), error: '' };
  }
}

const domainOf = (n: number): string => `partner${n}.example`;

const profile = (kind: string) => ({
  id: kind,
  name: kind,
  trafficForwardingType: kind,
  isEnabled: true,
  servicePrincipalId: kind,
});

function sessionHost(pool: string, name: string): SessionHost {
  return {
    id: `${pool}/sessionHosts/${name}`,
    name,
    status: 'Available',
    allowNewSession: true,
    sessions: 0,
    assignedUser: null,
    vmResourceId: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/${name}`,
    vmId: stableGuid(name),
    failedHealthChecks: [],
  };
}

/** A capability that onboarding does not use: whoever calls it all the same is told. */
export function unused<K extends keyof Ports>(name: K): Ports[K] {
  const refuse = (_target: object, method: string | symbol) => () =>
    Promise.reject(new Error(`The bench has no ${name}.${String(method)}`));
  return new Proxy({}, { get: refuse, ownKeys: () => [] }) as Ports[K];
}

import { TerminalError } from '../../shared/domain/codes';
import type { UserFacts } from '../../shared/domain/guest-facts';
import { DESKTOP_USER_ROLE, VM_USER_LOGIN_ROLE } from '../../shared/domain/judge-host-pool';
import { guestId, type GroupId, type GuestId } from '../../shared/domain/ids';
import type { RunCommandResult } from '../../shared/clients/virtual-machines';
import type { SessionHost, UserSession } from '../../shared/clients/desktops';
import type { GroupTraits } from '../../shared/domain/prepare/judge-group';
import { memoryGroups } from './memory-groups';
import { memoryAccounts } from './memory-accounts';
import { memorySessionHost } from './memory-session-host';
import {
  BLOCKED_GROUP,
  CLOUD_PC_GROUP,
  CLOUD_PC_WISH_GROUP,
  CONTOSO_TENANT,
  ELIGIBLE_GROUP,
} from './contoso-policy';
import { memoryLicences } from './memory-licences';
import { memoryPartnerBlock } from './memory-partner-block';
import { MemoryPartnerTenant } from './memory-partner-tenant';
import { guid } from '../shared/state/builders';
import type { Capabilities } from './product-under-test';
import { unreadSignIns } from './unread-sign-ins';

const never = (what: string) => () => Promise.reject(new Error(`The tenant in memory has no ${what}`));

/** How long things take, in seconds. */
interface Durations {
  installSeconds: number;
  cloudPcSeconds: number;
}

/**
 * As much of a tenant as the flows need, in memory: one partner's guests, a personal pool, Cloud PCs. It counts
 * every effect it took, so that a test can see what was done twice.
 */
export class MemoryTenant {
  readonly users = new Map<GuestId, UserFacts>();
  /** Deleted accounts that can be restored. */
  readonly deleted = new Map<GuestId, UserFacts>();
  readonly groups = new Map<string, Set<string>>();
  /** What is unusual about a group. */
  readonly traits = new Map<string, Partial<GroupTraits>>();
  readonly hosts: SessionHost[];
  /** Machine, command name; when it ends, and the client that is there then. */
  readonly commands = new Map<string, { endsAtMs: number; version: string | null }>();
  readonly clients = new Map<string, string>();
  readonly power = new Map<string, string>();
  /** When each guest's Cloud PC is there, in milliseconds since 1970. */
  readonly cloudPcs = new Map<string, { id: string; readyAtMs: number }>();
  /** Users who hold a directory role. */
  readonly admins = new Set<string>();
  sessions: UserSession[] = [];
  readonly effects: string[] = [];
  /** Whether the policy that blocks the blocked group is on. */
  isBlockOn = true;
  readonly partnerTenant = new MemoryPartnerTenant((what) => this.effects.push(what));
  durations: Durations = { installSeconds: 4, cloudPcSeconds: 20 };

  constructor(hosts: number) {
    this.hosts = Array.from({ length: hosts }, (_, at) => memorySessionHost(at));
  }

  /** An entitled guest who has accepted; `cloudPc`: entitled to a Cloud PC. */
  admit(n: number, acceptedAtMs: number, { cloudPc = false } = {}): string {
    const id = guestId(guid(n));
    this.users.set(id, {
      id,
      userType: 'Guest',
      externalUserState: 'Accepted',
      externalUserStateChangedAt: new Date(acceptedAtMs).toISOString(),
      creationType: 'Invitation',
      accountEnabled: true,
      issuers: ['ExternalAzureAD'],
      domain: 'contoso.com',
    });
    this.group(ELIGIBLE_GROUP).add(id);
    if (cloudPc) this.group(CLOUD_PC_WISH_GROUP).add(id);
    return id;
  }

  group(id: string): Set<string> {
    const members = this.groups.get(id) ?? new Set<string>();
    this.groups.set(id, members);
    return members;
  }

  /** Whether the user is a member, directly or through a group in it. */
  private holds(group: string, user: string): boolean {
    const members = this.group(group);
    return members.has(user) || [...members].some((inner) => this.groups.get(inner)?.has(user) ?? false);
  }

  /** Everything a fault must not have changed in the end, fact by fact. */
  endState(): object[] {
    const members = [...this.groups].flatMap(([group, all]) => [...all].map((member) => ({ group, member })));
    const assigned = this.hosts.map(({ name, assignedUser }) => ({ name, assignedUser }));
    const clients = [...this.clients].map(([machine, client]) => ({ machine, client }));
    return [
      ...members,
      ...assigned,
      ...clients,
      ...[...this.commands.keys()].map((command) => ({ command })),
    ];
  }

  capabilities(nowMs: () => number): Capabilities {
    const effect = (what: string) => void this.effects.push(what);
    return {
      directory: {
        readUser: async (user) => this.users.get(user),
        readAccount: async (user) => {
          const facts = this.users.get(user);
          return facts && { facts, userPrincipalName: `${user}@tenant` };
        },
        readUsers: async (users) => new Map(users.flatMap((id) => this.entryOf(id))),
        isSoftDeleted: async (user) => this.deleted.has(user),
        readMemberships: async (user, groups) => groups.filter((group) => this.holds(group, user)),
        readUserPrincipalName: async (user) => (this.users.has(user) ? `${user}@tenant` : undefined),
        isPrincipalKnown: async (name) => this.users.has(name.split('@')[0] as GuestId),
        findHomeTenant: async () => CONTOSO_TENANT,
      },
      members: {
        isMember: async (group, member) => this.group(group).has(member),
        membersAmong: async (group, members) =>
          new Set(members.filter((member) => this.group(group).has(member))),
        addMembers: async (group, members) => {
          if (members.some((member) => this.group(group).has(member)))
            throw new TerminalError('rejected', 'one of them is a member already');
          effect(`add ${members.join(' ')} to ${group}`);
          for (const member of members) this.join(group, member, nowMs());
        },
        ensureMember: async (group, member) => {
          if (!this.group(group).has(member)) effect(`add ${member} to ${group}`);
          this.join(group, member, nowMs());
        },
        removeMember: async (group, member) => {
          if (this.group(group).delete(member)) effect(`remove ${member} from ${group}`);
        },
      },
      groups: memoryGroups(this),
      partnerBlock: memoryPartnerBlock(this, BLOCKED_GROUP, effect),
      partnerTenant: this.partnerTenant,
      desktops: {
        readHostPool: async (id) => ({
          id,
          hostPoolType: 'Personal',
          customRdpProperty: 'enablerdsaadauth:i:1',
          assignmentType: 'Direct',
          isStartVmOnConnect: true,
          applicationGroups: ['ag'],
        }),
        readWorkspaceOf: async () => 'ws',
        listSessionHosts: async () => structuredClone(this.hosts),
        readSessionHost: async (id) => structuredClone(this.hosts.find((host) => host.id === id)),
        assignUser: async (id, principal) => {
          effect(`assign ${id}`);
          this.hosts.find((host) => host.id === id)!.assignedUser = principal;
        },
        unassignUser: async (id) => {
          effect(`unassign ${id}`);
          this.hosts.find((host) => host.id === id)!.assignedUser = null;
        },
        listUserSessions: async (host) => this.sessions.filter(({ id }) => id.startsWith(`${host}/`)),
        logOff: async (id) => {
          effect(`log off ${id}`);
          this.sessions = this.sessions.filter((session) => session.id !== id);
        },
      },
      cloudPcs: {
        findCloudPcs: async (principal) => this.cloudPcOf(principal.split('@')[0]!, nowMs()),
        tally: async () =>
          [...this.cloudPcs.keys()]
            .flatMap((user) => this.cloudPcOf(user, nowMs()))
            .map(({ status }) => ({ status, provisioningPolicy: null })),
        listCloudPcs: async () =>
          [...this.cloudPcs.keys()].flatMap((user) =>
            this.cloudPcOf(user, nowMs()).map((pc) => ({ ...pc, userPrincipalName: `${user}@tenant` })),
          ),
        readCloudPc: async (id) =>
          [...this.cloudPcs.keys()]
            .flatMap((user) => this.cloudPcOf(user, nowMs()))
            .find((pc) => pc.id === id),
        reboot: async (id) => effect(`reboot ${id}`),
        endGracePeriod: async (id) => effect(`end grace of ${id}`),
      },
      accounts: memoryAccounts(this, effect),
      networkAccess: {
        readOnboardingStatus: async () => 'onboarded',
        listForwardingProfiles: async () =>
          ['internet', 'private'].map((kind) => ({
            id: kind,
            name: kind,
            trafficForwardingType: kind,
            isEnabled: true,
            servicePrincipalId: kind,
          })),
        listAssignedApps: async () => ['internet', 'private'],
      },
      machines: {
        read: async (resourceId) => ({
          resourceId,
          vmId: resourceId,
          location: 'westeurope',
          powerState: this.power.get(resourceId) ?? 'running',
          isAgentReady: true,
        }),
        start: async (resourceId) => {
          effect(`start ${resourceId}`);
          this.power.set(resourceId, 'running');
        },
        restart: async (resourceId) => effect(`restart ${resourceId}`),
        deallocate: async (resourceId) => {
          effect(`deallocate ${resourceId}`);
          this.power.set(resourceId, 'deallocated');
        },
        putRunCommand: async (resourceId, _location, { name, parameters }) => {
          effect(`${name.startsWith('gsa-remove-') ? 'uninstall' : 'install'} on ${resourceId}`);
          const endsAtMs = nowMs() + this.durations.installSeconds * 1000;
          this.commands.set(`${resourceId} ${name}`, { endsAtMs, version: parameters['Version'] ?? null });
        },
        readRunCommand: async (resourceId, name) => this.resultOf(resourceId, name, nowMs()),
        removeRunCommand: async (resourceId, name) => {
          if (this.commands.delete(`${resourceId} ${name}`)) effect(`clear ${resourceId}`);
        },
      },
      deviceApps: {
        isRequired: async () => true,
        readInstallation: async () => ({ state: 'installed', appVersion: '2.24.117.0', errorCode: null }),
      },
      signIns: unreadSignIns,
      signInRules: { policiesForGuestsOf: async () => [] },
      crossTenantAccess: {
        readInbound: async () => ({
          own: null,
          fallback: {
            collaboration: 'allowed',
            trust: { mfa: true, compliantDevice: false, hybridJoinedDevice: false },
          },
        }),
      },
      licences: memoryLicences,
      desktopRoles: {
        countIn: async () => 2,
        listHeldAt: async (scope) => [
          { scope, roleId: DESKTOP_USER_ROLE },
          { scope, roleId: VM_USER_LOGIN_ROLE },
        ],
      },
      subscriptions: {
        list: never('subscriptions'),
        create: never('subscriptions'),
        renew: never('subscriptions'),
        remove: never('subscriptions'),
      },
    };
  }

  private entryOf(id: GuestId): [GuestId, UserFacts][] {
    const user = this.users.get(id);
    return user === undefined ? [] : [[id, user]];
  }

  /** The licence of its group gets a member a Cloud PC. */
  private join(group: GroupId, member: GuestId, nowMs: number): void {
    this.group(group).add(member);
    const readyAtMs = nowMs + this.durations.cloudPcSeconds * 1000;
    const id = guid(this.cloudPcs.size + 1, 'c');
    if (group === CLOUD_PC_GROUP && !this.cloudPcs.has(member)) this.cloudPcs.set(member, { id, readyAtMs });
  }

  private cloudPcOf(user: string, nowMs: number) {
    const pc = this.cloudPcs.get(user);
    if (pc === undefined) return [];
    const status = pc.readyAtMs <= nowMs ? 'provisioned' : 'provisioning';
    return [{ id: pc.id, managedDeviceId: pc.id, status, statusDetail: null }];
  }

  private resultOf(resourceId: string, name: string, nowMs: number): RunCommandResult | undefined {
    const command = this.commands.get(`${resourceId} ${name}`);
    if (command === undefined) return undefined;
    if (nowMs < command.endsAtMs) return { executionState: 'Running', exitCode: null, output: '', error: '' };
    const { version } = command;
    if (version === null) this.clients.delete(resourceId);
    else this.clients.set(resourceId, version);
    const report = { schema: 1, outcome: version === null ? 'removed' : 'installed', version, exitCode: 0 };
    return { executionState: 'Succeeded', exitCode: 0, output: JSON.stringify(report), error: '' };
  }
}

import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { wireActivities } from '../../../functions/register-flows';
import type { Ports } from '../../../functions/ports';
import { type activityInputs, type ActivityName } from '../../../orchestrations/contract';
import { freshHostRecord, type HostRecord } from '../../../shared/domain/host-record';
import { guestId, hostId, partnerId } from '../../../shared/domain/ids';
import type { SubjectKind } from '../../../shared/domain/subject';
import {
  ACCESS_GROUP,
  BLOCKED_GROUP,
  CLOUD_PC_GROUP,
  CONTOSO_TENANT,
  contosoPolicy,
} from '../../support/contoso-policy';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { MemoryTenant } from '../../support/memory-tenant';
import { portsOf, settingsOf } from '../../support/product-under-test';
import { guid, NOON, subjectRow } from '../../shared/state/builders';

const GUEST = guestId(guid(1));
const HOST = hostId(guid(1, 'f'));
const OTHER_GROUP = guid(8, 'd');
const PARTNER = 'contoso';
const PLAN = guid(6, 'b');
const POLICY = contosoPolicy();

/** Reads, by the names the ports give them; `remove` and `refuse` of our own outbox are its book-keeping. */
const READS = /^(read|list|is|find|members|existing|tally|count|remove$|refuse$|replace$)/;
const OUTWARD = ['members', 'desktops', 'cloudPcs', 'accounts', 'machines', 'outbox', 'orders'] as const;

/** Notes every call that is no reading. */
function recorded(ports: Ports, writes: string[]): Ports {
  const spied = OUTWARD.map((name) => [
    name,
    new Proxy(ports[name], {
      get: (port, key) => {
        const method: unknown = Reflect.get(port, key);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]): unknown => {
          // Accounts have a `remove` that is none of our books.
          if (!READS.test(String(key)) || (name === 'accounts' && key === 'remove'))
            writes.push(`${name}.${String(key)}`);
          return Reflect.apply(method, port, args);
        };
      },
    }),
  ]);
  return { ...ports, ...(Object.fromEntries(spied) as Pick<Ports, (typeof OUTWARD)[number]>) };
}

const life = (kind: SubjectKind, id: string) => ({
  subject: { kind, id },
  run: 1,
  token: 't',
  waitedSeconds: 0,
});
const ofGuest = { life: life('guest', GUEST), guest: GUEST, partner: PARTNER };
const ofJob = { life: life('job', guid(5, 'd')), partner: PARTNER };
const ofHost = { life: life('host', HOST), host: HOST };
const ofOrder = { life: life('order', GUEST) };
const ofGroup = { life: life('group', ACCESS_GROUP) };
const target = { kind: 'vm' as const, vmResourceId: 'vm', sessionHostId: 'sh' };
const { installerUrl, sha256, version } = POLICY.client;
const client = { version, installerUrl, sha256, intuneAppId: null, startVm: 'always' as const, window: null };
const preparation = {
  homeTenant: CONTOSO_TENANT,
  accessGroup: ACCESS_GROUP,
  offer: { kind: 'avd-personal' as const, hostPools: ['p'] },
  profiles: [],
  acceptTenantWideProfile: true,
  privateApps: [],
  hasDesktopRight: true,
};

/** One input for each activity there is: whoever adds one has to say here how it is asked. */
const INPUTS: { [N in ActivityName]: z.input<(typeof activityInputs)[N]> } = {
  openSubject: { life: life('guest', GUEST) },
  closeSubject: {
    life: life('guest', GUEST),
    state: null,
    wakeAt: null,
    partner: null,
    detail: null,
    reason: null,
  },
  readGuestSituation: { life: life('guest', GUEST), guest: GUEST, partner: PARTNER, provenFor: null },
  readReadiness: { ...ofGuest, preparation },
  readPreparation: { ...ofGuest, preparation },
  ensureMember: { ...ofGuest, group: OTHER_GROUP },
  ensurePersonalHost: { ...ofGuest, hostPools: ['p'], hostReuse: 'never' },
  readCloudPc: { ...ofGuest, cloudPcGroup: CLOUD_PC_GROUP },
  ensureClient: { ...ofGuest, host: HOST, target, client },
  readAccess: {
    ...ofGuest,
    preparation,
    desktop: { kind: 'avd-personal', host: HOST, name: 'host-0', target },
    clientVersion: version,
  },
  permitRemoval: { ...ofGuest, because: 'not-entitled' },
  removeMember: { ...ofGuest, group: ACCESS_GROUP, isPlanned: true },
  endSessions: { ...ofGuest, pass: 'before-leaving', isPlanned: true },
  freePersonalHost: { ...ofGuest, isPlanned: true },
  ensureOrder: { ...ofGuest, action: 'delete-account', target: null, plan: null, since: NOON },
  ensureFormerHost: { ...ofGuest, host: HOST, isPlanned: true },
  readUndo: { ...ofGuest, plan: PLAN },
  recordUndo: { ...ofGuest, plan: PLAN, refusal: null },
  readRemoval: { ...ofGuest, groups: [ACCESS_GROUP], expectAccount: 'any' },
  readOrders: ofOrder,
  executeOrder: { ...ofOrder, action: 'disable-account' },
  readPartnerJob: { life: ofJob.life },
  cutPartner: ofJob,
  uncutPartner: ofJob,
  drainPartner: { ...ofJob, after: '', restart: true },
  recordLook: { ...ofJob, at: NOON, found: 0 },
  hintPartner: { ...ofJob, after: '', only: 'all' },
  topUpRemoval: ofJob,
  leaveAccessGroup: ofJob,
  finishRemoval: ofJob,
  ensureTenantOrder: { ...ofJob, action: 'block-tenant' },
  confirmRemoved: ofJob,
  topUpUndo: { ...ofJob, plan: PLAN },
  finishUndo: { ...ofJob, plan: PLAN },
  readReplayed: { life: ofJob.life },
  askReplayed: { life: ofJob.life },
  recordReplay: { life: ofJob.life },
  recordFailure: {
    life: life('guest', GUEST),
    step: 's',
    code: 'c',
    message: 'm',
    fix: 'f',
    resource: 'guest',
    partner: PARTNER,
  },
  resolveFailures: { life: life('guest', GUEST) },
  recordNotices: { ...ofGuest, notices: [{ kind: 'guest-welcome', occasion: 'o', cause: null }] },
  readHostRecord: ofHost,
  ensureVmRunning: ofHost,
  ensureInstallCommand: { ...ofHost, location: 'westeurope' },
  readInstallCommand: { ...ofHost, command: 'c' },
  readAppInstallation: ofHost,
  recordClient: {
    ...ofHost,
    proved: null,
    refused: null,
    command: null,
    os: null,
    isRestartPending: false,
    notBefore: null,
  },
  ensureVmAtRest: ofHost,
  ensureUninstallCommand: { ...ofHost, location: 'westeurope' },
  readUninstallCommand: { ...ofHost, command: 'c' },
  recordUninstall: { ...ofHost, isGone: false, isRestartPending: false },
  readMemberWishes: ofGroup,
  applyMemberWishes: { ...ofGroup, operation: 'remove', members: [GUEST] },
};

/** A ready guest with all that any activity could give, take away or start; `isExcluded`: nobody may touch it. */
async function writesOf(
  name: ActivityName,
  { isExcluded = false, host: changes = {} }: { isExcluded?: boolean; host?: Partial<HostRecord> } = {},
): Promise<string[]> {
  const tenant = new MemoryTenant(1);
  const settings = settingsOf({ tenantId: CONTOSO_TENANT, blockedGroup: BLOCKED_GROUP });
  const options = {
    capabilities: (now: () => number) => tenant.capabilities(now),
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: BLOCKED_GROUP },
  };
  const ports = portsOf(options, new MemoryHintBus(), () => Date.parse(NOON));
  const [host] = tenant.hosts;
  tenant.admit(1, Date.parse(NOON));
  tenant.group(ACCESS_GROUP).add(GUEST);
  const machine = { kind: 'vm' as const, vmResourceId: host!.vmResourceId!, sessionHostId: host!.id };
  tenant.power.set(machine.vmResourceId, 'deallocated');
  const isOwn = name !== 'ensurePersonalHost' && name !== 'ensureFormerHost';
  host!.assignedUser = isOwn ? `${GUEST}@tenant` : null;
  tenant.sessions = [{ id: `${host!.id}/1`, userPrincipalName: `${GUEST}@tenant`, state: 'Active' }];
  host!.sessions = 0;
  const lease = { kind: 'leased' as const, guest: GUEST, at: NOON };
  const record = {
    ...freshHostRecord(HOST, machine, lease),
    partner: PARTNER,
    wanted: client,
    isStartedByUs: true,
    ...changes,
  };
  await ports.hosts.insert(record);
  await ports.partners.put(POLICY, undefined);
  for (const { life: one } of [ofGuest, ofJob, ofHost, ofOrder, ofGroup])
    await ports.subjects.insert(subjectRow(one.subject, { token: 't', partner: PARTNER, state: 'ready' }));
  const partner = partnerId(PARTNER);
  const wish = { group: ACCESS_GROUP, member: GUEST, operation: 'remove' as const, partner };
  if (name === 'applyMemberWishes') await ports.outbox.put({ ...wish, askedAt: NOON, refused: null });
  await ports.orders.insert({
    guest: GUEST,
    action: 'disable-account',
    partner,
    target: null,
    plan: null,
    askedAt: NOON,
    askedBy: 'run',
    state: 'asked',
    refused: null,
    before: null,
    receipt: null,
  });
  const writes: string[] = [];
  const wired = wireActivities(recorded(ports, writes), {
    ...settings,
    excludedIds: isExcluded ? [GUEST] : [],
  });
  await wired[name](INPUTS[name]);
  return writes;
}

/** What each activity writes in that world when it may. */
const WRITERS: Partial<Record<ActivityName, string>> = {
  ensureMember: 'outbox.put',
  ensurePersonalHost: 'desktops.assignUser',
  ensureFormerHost: 'desktops.assignUser',
  removeMember: 'outbox.put',
  endSessions: 'desktops.logOff',
  freePersonalHost: 'desktops.unassignUser',
  ensureOrder: 'orders.insert',
  executeOrder: 'accounts.setEnabled',
  drainPartner: 'desktops.logOff',
  ensureVmRunning: 'machines.start',
  ensureInstallCommand: 'machines.putRunCommand',
  ensureVmAtRest: 'machines.deallocate',
  applyMemberWishes: 'members.removeMember',
};

describe('an activity, for a guest whom the exclusion list names', () => {
  it.each(Object.keys(INPUTS) as ActivityName[])('%s: writes nothing', async (name) => {
    expect(await writesOf(name, { isExcluded: true })).toEqual([]);
  });
});

describe('in the same world, for a guest whom it does not name', () => {
  it.each(Object.keys(INPUTS) as ActivityName[])('%s: writes if it is one that writes', async (name) => {
    expect((await writesOf(name))[0]).toBe(WRITERS[name]);
  });
});

const window = { timeZone: 'UTC', days: ['tue' as const], from: '22:00', to: '23:00' };
const closed = { wanted: { ...client, window } };
const freed = {
  lease: { kind: 'dirty' as const, lastGuest: GUEST, lastPartner: PARTNER, at: NOON },
  isClientUnwanted: true,
};
const restart = { isStartedByUs: false, isRestartPending: true };

describe('work on a machine waits for the maintenance window', () => {
  it.each([
    ['ensureVmRunning', {}, 'machines.start'],
    ['ensureInstallCommand', {}, 'machines.putRunCommand'],
    ['ensureUninstallCommand', freed, 'machines.putRunCommand'],
    ['ensureVmAtRest', restart, 'machines.restart'],
  ] as const)('%s', async (name, host, write) => {
    expect(await writesOf(name, { host })).toEqual([write]);
    expect(await writesOf(name, { host: { ...host, ...closed } })).toEqual([]);
  });

  it('but for switching off what was started for an install', async () => {
    expect(await writesOf('ensureVmAtRest', { host: closed })).toEqual(['machines.deallocate']);
  });
});

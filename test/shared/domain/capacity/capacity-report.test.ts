import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CapacityFacts } from '../../../../shared/domain/capacity/capacity-facts';
import { capacityReport } from '../../../../shared/domain/capacity/capacity-report';
import { countHosts } from '../../../../shared/domain/capacity/count-hosts';
import { EMPTY_GUEST_RECORD, type GuestRecord } from '../../../../shared/domain/guest-record';
import type { HostRecord } from '../../../../shared/domain/host-record';
import { hostId } from '../../../../shared/domain/ids';
import type { PartnerPolicy } from '../../../../shared/domain/partner-policy';
import { contosoPolicy, CLOUD_PC_GROUP, CLOUD_PC_WISH_GROUP } from '../../../support/contoso-policy';
import { memorySessionHost } from '../../../support/memory-session-host';
import { guid, hostRecord, leaseOf, NOON, subject, subjectRow } from '../../state/builders';

const CONTOSO = contosoPolicy();
const POOL = CONTOSO.desktops.flatMap((offer) => (offer.kind === 'avd-personal' ? offer.hostPools : []))[0]!;
const SUBSCRIPTION = POOL.split('/')[2]!.toLowerCase();
const SKU = guid(1, 'c');

const guest = (n: number, state: string, changes: Partial<GuestRecord> = {}, partner = 'contoso') =>
  subjectRow(subject(n), { state, partner, detail: { ...EMPTY_GUEST_RECORD, ...changes } });
const many = (count: number, state: string, changes: Partial<GuestRecord> = {}) =>
  Array.from({ length: count }, (_, n) => guest(n + 1, state, changes));
const hosts = (count: number) => Array.from({ length: count }, (_, at) => memorySessionHost(at));
const recordOf = (at: number, lease: HostRecord['lease']): HostRecord =>
  hostRecord(at, { host: hostId(memorySessionHost(at).vmId!), lease });
const held = (code: string) => ({ reason: { code, message: '' } });

const facts = (changes: Partial<CapacityFacts> = {}): CapacityFacts => ({
  policies: [CONTOSO],
  rows: [],
  records: [],
  pools: new Map([[POOL, hosts(2)]]),
  units: [{ sku: SKU, bought: 3, used: 1 }],
  skusOf: new Map([[CLOUD_PC_GROUP, [SKU]]]),
  cloudPcs: [],
  roleAssignments: new Map([[SUBSCRIPTION, 12]]),
  groups: new Map([[CLOUD_PC_WISH_GROUP, { users: new Set<string>(), others: 0 }]]),
  unread: [],
  ...changes,
});
const report = (changes: Partial<CapacityFacts>, partner: string | null = null) =>
  capacityReport(facts(changes), partner, NOON);
const limit = (resource: string, changes: Partial<CapacityFacts>) =>
  report(changes).limits.find((one) => one.resource === resource);

describe('the hosts of a pool', () => {
  const sick = { ...memorySessionHost(3), status: 'Shutdown' };
  const drained = { ...memorySessionHost(4), allowNewSession: false };
  const given = { ...memorySessionHost(5), assignedUser: 'somebody@tenant' };
  it.each([
    ['nobody ever had it', memorySessionHost(1), undefined, 'clean'],
    ['it was declared clean', memorySessionHost(1), { kind: 'clean', cleanedAt: NOON }, 'clean'],
    [
      'it was freed',
      memorySessionHost(1),
      { kind: 'dirty', lastGuest: guid(1), lastPartner: null, at: NOON },
      'dirty',
    ],
    ['a guest has it', memorySessionHost(1), leaseOf(1), 'leased'],
    ['somebody gave it away', given, undefined, 'leased'],
    ['it is not available', sick, undefined, 'unhealthy'],
    ['it takes no sessions', drained, undefined, 'unhealthy'],
    ['a leased one is down', { ...memorySessionHost(1), status: 'Shutdown' }, leaseOf(1), 'leased'],
  ] as const)('count as one thing each: %s', (_why, host, lease, word) => {
    const records = lease && [
      hostRecord(1, { host: hostId(host.vmId!), lease: lease as HostRecord['lease'] }),
    ];
    expect(countHosts([host], records ?? [])).toEqual({
      ...{ clean: 0, dirty: 0, leased: 0, unhealthy: 0 },
      [word]: 1,
    });
  });
});

describe('who needs a host', () => {
  it.each([
    ['is invited', guest(1, 'invited'), 1],
    ['is under way', guest(1, 'working'), 1],
    ['is held for want of a host', guest(1, 'held', held('no-free-host')), 1],
    ['is ready', guest(1, 'ready'), 0],
    ['is only observed', guest(1, 'observed'), 0],
    ['is kept out', guest(1, 'held', held('blocked')), 0],
    [
      'has one on record',
      guest(1, 'working', { desktop: { kind: 'avd-personal', host: guid(2), name: 'h' } }),
      0,
    ],
    ['belongs to another partner', guest(1, 'invited', {}, 'fabrikam'), 0],
  ] as const)('one who %s', (_who, row, needed) => {
    expect(limit('hosts', { rows: [row] })).toMatchObject({ needed });
  });

  it('is not who leases one already, nor who chose a Cloud PC', () => {
    const rows = many(2, 'working');
    const groups = new Map([[CLOUD_PC_WISH_GROUP, { users: new Set([guid(2)]), others: 0 }]]);
    expect(limit('hosts', { rows, groups, records: [recordOf(0, leaseOf(1))] })).toMatchObject({ needed: 0 });
    expect(limit('licence', { rows, groups })).toMatchObject({ needed: 1, free: 2, left: 1 });
  });
});

describe('what runs out first', () => {
  it.each([
    [1, 'enough', 1],
    [2, 'tight', 0],
    [3, 'short', -1],
  ] as const)('with two free hosts for %i guest(s): %s', (guests, verdict, left) => {
    const [first] = report({ rows: many(guests, 'invited') }).limits;
    expect(first).toMatchObject({ resource: 'hosts', partners: ['contoso'], free: 2, verdict, left });
    expect(first?.fix === null).toBe(verdict === 'enough');
  });

  it('counts a dirty host only for whose policy takes it', () => {
    const dirty = {
      kind: 'dirty',
      lastGuest: guid(8),
      lastPartner: 'contoso',
      at: NOON,
    } as HostRecord['lease'];
    const records = [recordOf(0, dirty)];
    expect(limit('hosts', { records })).toMatchObject({ free: 1 });
    const policies = [contosoPolicy({ hostReuse: 'same-partner' })];
    expect(limit('hosts', { records, policies })).toMatchObject({ free: 2 });
  });

  it('counts what another partner’s guests need of a shared pool', () => {
    const fabrikam = contosoPolicy({ partner: 'fabrikam', domains: ['fabrikam.example'] });
    const rows = [...many(2, 'invited'), guest(9, 'invited', {}, 'fabrikam')];
    const { limits, partners } = report({ policies: [CONTOSO, fabrikam], rows }, 'contoso');
    expect(limits[0]).toMatchObject({ needed: 2, rivals: 1, left: -1, verdict: 'short' });
    expect(partners).toEqual([{ partner: 'contoso', invited: 2, waiting: 0 }]);
  });

  it('is unknown, and not enough, where a pool or the licences could not be read', () => {
    const unreadable = { pools: new Map(), units: undefined };
    expect(limit('hosts', unreadable)).toMatchObject({ free: null, left: null, verdict: 'unknown' });
    expect(limit('licence', unreadable)).toMatchObject({ free: null, verdict: 'unknown' });
  });

  it('asks no second unit for who is in the Cloud PC group, unless none was left', () => {
    const wish = new Map([[CLOUD_PC_WISH_GROUP, { users: new Set([guid(1)]), others: 0 }]]);
    const grants = [{ kind: 'cloud-pc-group' as const, group: CLOUD_PC_GROUP, partner: 'contoso' }];
    expect(limit('licence', { groups: wish, rows: [guest(1, 'working', { grants })] })?.needed).toBe(0);
    const waiting = guest(1, 'held', { grants, ...held('licence-missing') });
    expect(limit('licence', { groups: wish, rows: [waiting] })?.needed).toBe(1);
  });

  it('warns before the fixed number of role assignments is reached', () => {
    const at = (used: number) =>
      limit('role-assignments', { roleAssignments: new Map([[SUBSCRIPTION, used]]) });
    expect(at(12)).toMatchObject({ free: 3988, verdict: 'enough', fix: null });
    expect(at(3998)).toMatchObject({ free: 2, verdict: 'tight' });
  });

  it('never calls enough what is short, whatever the figures', () => {
    fc.assert(
      fc.property(fc.nat(12), fc.nat(12), (free, guests) => {
        const pools = new Map([[POOL, hosts(free)]]);
        const { limits } = report({ pools, rows: many(guests, 'invited') });
        const found = limits.find(({ resource }) => resource === 'hosts');
        expect(found?.verdict === 'short').toBe(guests > free);
        expect(limits.findIndex(({ verdict }) => verdict === 'short')).toBeLessThanOrEqual(0);
      }),
    );
  });
});

it('counts Cloud PCs by the policy that made them, and who is only nested in a group', () => {
  const made = [
    { status: 'provisioned', provisioningPolicy: guid(5) },
    { status: 'failed', provisioningPolicy: guid(5) },
    { status: 'provisioned', provisioningPolicy: null },
  ];
  const policies: PartnerPolicy[] = [CONTOSO];
  const groups = new Map([[CONTOSO.accessGroup, { users: new Set([guid(1)]), others: 2 }]]);
  const view = report({ policies, cloudPcs: made, groups });
  expect(view.cloudPcs).toContainEqual({
    ...{ provisioningPolicy: guid(5), total: 2 },
    byStatus: { provisioned: 1, failed: 1 },
  });
  expect(view.groups).toEqual([
    { group: CONTOSO.accessGroup, partner: 'contoso', use: 'access', members: 1, nested: 2 },
  ]);
});

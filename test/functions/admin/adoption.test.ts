import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SAMPLE_POLICY } from '../../../local/demo/sample-policy';
import type { SessionHost } from '../../../shared/clients/desktops';
import { adoptionCursor } from '../../../shared/domain/adoption/adoption-change';
import { guestRecord } from '../../../shared/domain/guest-record';
import { groupId, guestId, type GuestId } from '../../../shared/domain/ids';
import { freshRow } from '../../../shared/domain/subject-row';
import { memorySessionHost } from '../../support/memory-session-host';
import { MemoryTenant } from '../../support/memory-tenant';
import { plainGroup } from '../../support/prepare-world';
import { guid } from '../../shared/state/builders';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

const GROUP = groupId(SAMPLE_POLICY.accessGroup);
const OPERATOR = ['Gatehouse.Operator'];
let api: AdminUnderTest;
let tenant: MemoryTenant;
let reads: string[];
let hosts: SessionHost[];
let traits: ReturnType<typeof plainGroup>;

beforeEach(async () => {
  tenant = new MemoryTenant(0);
  [reads, hosts, traits] = [[], [], plainGroup('made by hand', { id: GROUP })];
  const { directory, desktops, desktopRoles, cloudPcs } = tenant.capabilities(() => Date.now());
  api = await adminUnderTest({
    ports: {
      directory,
      groupAdmin: { read: async () => traits },
      groupCensus: {
        read: async (group) => {
          reads.push(`members of ${group}`);
          const direct = [...tenant.users.values()].filter(({ id }) => tenant.group(GROUP).has(id));
          const members = direct.map((user) => ({ user, userPrincipalName: `${user.id}@tenant` }));
          return { direct: members, nestedOnly: [guestId(guid(900))], others: 1 };
        },
      },
      partnerGuests: {
        list: async () => [],
        membersOf: async (group) => {
          reads.push(`entitled by ${group}`);
          return new Set([...tenant.group(group)] as GuestId[]);
        },
      },
      desktops: {
        ...desktops,
        listSessionHosts: async (pool) => {
          reads.push(`hosts of ${pool}`);
          return hosts;
        },
      },
      desktopRoles: {
        ...desktopRoles,
        listHeldAt: async (scope, group) => {
          reads.push(`roles at ${scope}`);
          return desktopRoles.listHeldAt(scope, group);
        },
      },
      cloudPcs: {
        ...cloudPcs,
        listCloudPcs: async () => {
          reads.push('Cloud PCs');
          return cloudPcs.listCloudPcs();
        },
      },
    },
  });
  const body = { ...SAMPLE_POLICY, mode: { kind: 'observe' } };
  await api.ask('PUT', 'partners/contoso', { roles: OPERATOR, headers: { 'if-none-match': '*' }, body });
});
afterEach(() => api.host.stop());

function join(n: number, isEntitled = true): string {
  const id = tenant.admit(n, Date.parse('2025-01-01T00:00:00Z'));
  tenant.group(GROUP).add(id);
  if (!isEntitled) tenant.group(SAMPLE_POLICY.admitWhen.group).delete(id);
  return id;
}
const preview = async (body: object) =>
  api.ask('POST', 'partners/contoso/adoption/preview', { roles: ['Gatehouse.Reader'], body });
const take = (body: object) =>
  api.ask('POST', 'partners/contoso/adoption', {
    roles: OPERATOR,
    body: { reason: 'here since 2024', ...body },
    headers: { 'idempotency-key': randomUUID() },
  });
const ADOPT = { step: 'adopt', group: GROUP };
const recordOf = async (id: string) =>
  guestRecord((await api.state.subjects.read({ kind: 'guest', id }))?.value.detail);
async function adopt() {
  const { hash } = (await preview(ADOPT)).body;
  return take({ ...ADOPT, hash });
}

describe('adopting a group that was there before', () => {
  it('is shown, taken by its hash, audited, and changes nothing in the tenant', async () => {
    const [ada, eve] = [join(1), join(2, false)];
    hosts.push({ ...memorySessionHost(0), assignedUser: `${ada}@tenant` });
    const shown = (await preview(ADOPT)).body;
    expect(shown).toMatchObject({
      guests: [
        { id: ada, reason: 'entitled', hosts: [hosts[0]!.vmId], isDone: false },
        { id: eve, reason: 'unexplained', hosts: [], isDone: false },
      ],
      nestedOnly: [guid(900)],
      others: 1,
    });
    expect(shown['roles']).not.toEqual([]);
    expect(await recordOf(ada)).toMatchObject({ grants: [], adoptedHosts: [] });
    expect(await take({ ...ADOPT, hash: shown['hash'] })).toMatchObject({ status: 200, body: { busy: [] } });
    expect(await recordOf(ada)).toMatchObject({
      grants: [{ kind: 'access-group', group: GROUP, partner: 'contoso', owner: 'adopted' }],
      adoptedHosts: [hosts[0]!.vmId],
      existedBefore: true,
    });
    expect(await recordOf(eve)).toMatchObject({ grants: [{ owner: 'adopted' }] });
    expect((await api.state.hosts.leasedTo(guestId(ada)))[0]?.value.lease).toMatchObject({
      owner: 'adopted',
    });
    expect((await api.state.cursors.read(adoptionCursor('contoso')))?.value.detail).toMatchObject({
      groups: [{ group: GROUP, roles: [{ owner: 'adopted' }, { owner: 'adopted' }, {}, {}] }],
    });
    expect(tenant.effects).toEqual([]);
    const { entries } = (await api.ask('GET', 'audit')).body as { entries: { action: string }[] };
    expect(entries.map(({ action }) => action)).toContain('adoption-adopt');
  });

  it('of five hundred members asks the tenant as often as of one', async () => {
    for (let n = 1; n <= 500; n += 1) join(n);
    expect((await adopt()).body).toMatchObject({ busy: [] });
    const forOne = 2 * new Set(reads).size;
    expect(reads).toHaveLength(forOne);
    expect(forOne).toBeLessThanOrEqual(16);
    expect(await recordOf(guid(500))).toMatchObject({ grants: [{ owner: 'adopted' }] });
  });

  it('is refused where somebody joined since, and done again without harm', async () => {
    join(1);
    const { hash } = (await preview(ADOPT)).body;
    join(2);
    expect(await take({ ...ADOPT, hash })).toMatchObject({ status: 409 });
    await adopt();
    const again = await adopt();
    expect(again.body['guests']).toMatchObject([{ isDone: true }, { isDone: true }]);
    expect((await recordOf(guid(1))).grants).toHaveLength(1);
  });

  it('leaves a guest whose run is at work, and says so', async () => {
    const ada = join(1);
    const row = { ...freshRow({ kind: 'guest' as const, id: ada }), live: true, token: 'a-run', run: 1 };
    await api.state.subjects.insert(row);
    expect((await adopt()).body).toMatchObject({ busy: [ada] });
    expect((await recordOf(ada)).grants).toEqual([]);
  });

  it.each([
    ['a dynamic group', { isDynamic: true }, /dynamic/],
    ['a synchronised group', { isSynchronised: true }, /synchronised/],
    ['a role-assignable group', { isRoleAssignable: true }, /role-assignable/],
    ['a group that an access package manages', { isPackageManaged: true }, /access package/],
  ])('is refused of %s, with the reason', async (_what, changes, why) => {
    traits = plainGroup('made by hand', { id: GROUP, ...changes });
    const { status, body } = await preview(ADOPT);
    expect(status).toBe(409);
    expect(body['detail']).toMatch(why);
  });
});

describe('what was adopted', () => {
  it('is forgotten by one request, as if nobody had looked', async () => {
    const ada = join(1);
    hosts.push({ ...memorySessionHost(0), assignedUser: `${ada}@tenant` });
    await adopt();
    const undo = { step: 'undo', group: GROUP };
    const { hash } = (await preview(undo)).body;
    expect(await take({ ...undo, hash })).toMatchObject({ status: 200 });
    expect(await recordOf(ada)).toMatchObject({ grants: [], adoptedHosts: [] });
    expect(await api.state.hosts.leasedTo(guestId(ada))).toEqual([]);
    expect((await api.state.cursors.read(adoptionCursor('contoso')))?.value.detail).toEqual({ groups: [] });
  });

  it('becomes ours grant by grant: of one guest, and of one host', async () => {
    const [ada, ben] = [join(1), join(2)];
    hosts.push({ ...memorySessionHost(0), assignedUser: `${ada}@tenant` });
    await adopt();
    for (const what of [{ group: GROUP, guests: [ada] }, { hosts: [hosts[0]!.vmId] }]) {
      const step = { step: 'take-ownership', ...what };
      const { hash } = (await preview(step)).body;
      expect(await take({ ...step, hash })).toMatchObject({ status: 200 });
    }
    expect((await recordOf(ada)).grants).toEqual([
      { kind: 'access-group', group: GROUP, partner: 'contoso' },
    ]);
    expect((await recordOf(ada)).adoptedHosts).toEqual([]);
    expect((await api.state.hosts.leasedTo(guestId(ada)))[0]?.value.lease).not.toHaveProperty('owner');
    expect((await recordOf(ben)).grants).toMatchObject([{ owner: 'adopted' }]);
  });

  it('is asked for by its group or by its hosts, never by both or neither', async () => {
    for (const what of [{}, { group: GROUP, hosts: [guid(1)] }])
      expect(await preview({ step: 'take-ownership', ...what })).toMatchObject({ status: 400 });
  });
});

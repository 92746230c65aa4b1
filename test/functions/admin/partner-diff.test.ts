import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SAMPLE_POLICY } from '../../../local/demo/sample-policy';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import { guestId, type GroupId, type GuestId } from '../../../shared/domain/ids';
import { freshRow } from '../../../shared/domain/subject-row';
import { hostRecord, NOON } from '../../shared/state/builders';
import { RetryableError } from '../../../shared/domain/codes';
import { MemoryTenant } from '../../support/memory-tenant';
import { plainGroup } from '../../support/prepare-world';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

let api: AdminUnderTest;
let tenant: MemoryTenant;
let accessGroup: (id: GroupId) => ReturnType<typeof plainGroup> | 'soft-deleted' | 'absent';

beforeEach(async () => {
  tenant = new MemoryTenant(0);
  accessGroup = (id) => plainGroup('access', { id });
  api = await adminUnderTest({
    ports: {
      directory: tenant.capabilities(() => 0).directory,
      groups: tenant.capabilities(() => 0).groups,
      partnerGuests: {
        list: async () => [...tenant.users.values()],
        membersOf: async (group) => new Set([...tenant.group(group)] as GuestId[]),
      },
      groupAdmin: { read: async (id) => accessGroup(id) },
    },
  });
});
afterEach(() => api.host.stop());

const store = () =>
  api.ask('PUT', 'partners/contoso', {
    roles: ['Gatehouse.Operator'],
    headers: { 'if-none-match': '*' },
    body: SAMPLE_POLICY,
  });
const diff = (changes: object = {}) =>
  api.ask('POST', 'partners/contoso/diff', { body: { ...SAMPLE_POLICY, ...changes } });

describe('the comparison of a policy with the stored one', () => {
  it('changes nothing for anybody where nothing is different', async () => {
    tenant.admit(1, 0);
    await store();
    expect((await diff()).body).toMatchObject({ isNew: false, guests: 1, changes: [] });
  });

  it('says who gains what where no policy was stored', async () => {
    const guest = tenant.admit(1, 0);
    const { body } = await diff();
    expect(body).toMatchObject({ isNew: true, mode: { before: null, after: 'enforce' } });
    expect(body['changes']).toEqual([
      {
        guest,
        before: 'ignore: no-partner',
        after: 'admit',
        gains: [
          `access group ${SAMPLE_POLICY.accessGroup}`,
          'personal host of hp-contoso',
          'traffic profile internet',
          'traffic profile private',
          'client 2.24.117',
        ],
        loses: [],
      },
    ]);
  });

  it('says who loses everything, and who one thing only', async () => {
    const [kept, dropped] = [tenant.admit(1, 0), tenant.admit(2, 0)];
    await store();
    const { body } = await diff({ admitWhen: { rule: 'listed', guests: [kept] }, profiles: ['internet'] });
    expect(body['changes']).toEqual([
      expect.objectContaining({ guest: kept, after: 'admit', gains: [], loses: ['traffic profile private'] }),
      expect.objectContaining({ guest: dropped, after: 'remove: not-entitled', gains: [] }),
    ]);
  });

  it('writes nothing, and names nobody but by id', async () => {
    tenant.admit(1, 0);
    await store();
    const { body } = await diff({ profiles: ['internet'] });
    expect((await api.ask('GET', 'partners/contoso')).body['profiles']).toEqual(['internet', 'private']);
    expect(tenant.effects).toEqual([]);
    expect(JSON.stringify(body)).not.toContain('@');
  });

  it('says what is true already, what would be added, and who is unexplained; never a removal', async () => {
    const [ada, ben, eve] = [tenant.admit(1, 0), tenant.admit(2, 0), tenant.admit(3, 0)];
    tenant.group(SAMPLE_POLICY.admitWhen.group).delete(eve);
    for (const member of [ada, eve]) tenant.group(SAMPLE_POLICY.accessGroup).add(member);
    const grant = { kind: 'access-group' as const, group: SAMPLE_POLICY.accessGroup, partner: 'contoso' };
    await api.state.subjects.insert({
      ...freshRow({ kind: 'guest', id: eve }),
      partner: 'contoso',
      detail: { ...EMPTY_GUEST_RECORD, grants: [{ ...grant, owner: 'adopted' }] },
    });
    const host = hostRecord(1, { proved: { version: '2.24.117', at: NOON } });
    const target = { kind: 'vm' as const, vmResourceId: 'vm', sessionHostId: 'sh' };
    await api.state.hosts.insert({
      ...host,
      target,
      lease: { kind: 'leased', guest: guestId(ada), at: NOON },
    });
    await store();
    const inGroup = `member of group ${SAMPLE_POLICY.accessGroup}`;
    expect((await diff()).body['standing']).toEqual({
      guests: [
        { guest: ada, alreadyTrue: [inGroup, `personal host ${host.host}`, 'client 2.24.117'], wouldAdd: [] },
        { guest: ben, alreadyTrue: [], wouldAdd: [inGroup, 'personal host', 'client 2.24.117'] },
      ],
      unexplained: [{ id: eve, groups: [SAMPLE_POLICY.accessGroup], isAdopted: true }],
      adopted: 1,
    });
  });

  it('is of the partner in the address', async () => {
    expect(await diff({ partner: 'fabrikam' })).toMatchObject({ status: 400 });
  });

  it.each([
    ['absent' as const, /no such group/],
    ['soft-deleted' as const, /can be restored/],
  ])('says that the access group is %s; storing warns and does it', async (state, why) => {
    accessGroup = () => state;
    const groups = (await diff()).body['groups'] as { trouble: string }[];
    expect(groups[0]?.trouble).toMatch(why);
    const put = await store();
    expect(put.status).toBe(201);
    expect(put.headers.get('gatehouse-warning')).toMatch(why);
  });

  it('warns of a dynamic group, and stores without a word where all is well', async () => {
    expect((await store()).headers.get('gatehouse-warning')).toBeNull();
    accessGroup = (id) => plainGroup('access', { id, isDynamic: true });
    const groups = (await diff()).body['groups'] as { trouble: string }[];
    expect(groups[0]?.trouble).toMatch(/dynamic/);
  });

  it('is stored all the same while the directory cannot be asked', async () => {
    accessGroup = () => {
      throw new RetryableError('throttled', 'too many', 5);
    };
    const put = await store();
    expect(put).toMatchObject({ status: 201 });
    expect(put.headers.get('gatehouse-warning')).toMatch(/could not be looked at now/);
    expect(await diff()).toMatchObject({ status: 503 });
  });
});

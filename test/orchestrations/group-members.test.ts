import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hintFor } from '../../shared/domain/hint';
import { contoso, type Contoso } from '../support/contoso';
import { ACCESS_GROUP } from '../support/contoso-policy';
import { stopTenants } from '../local/tenant/tenant-under-test';

let product: Contoso;
beforeEach(async () => {
  product = await contoso();
  await product.tenant.control.setDurations({ cloudPcProvisioning: 7200 });
});
afterEach(async () => {
  await product.stop();
  await stopTenants();
});

const memberWrites = () => product.writes.filter((write) => write.includes(`/groups/${ACCESS_GROUP}`));
const members = async () =>
  (await product.tenant.control.listMembers({ group: ACCESS_GROUP })).map(({ id }) => id).sort();

async function burst(count: number): Promise<string[]> {
  const guests: string[] = [];
  for (let n = 0; n < count; n += 1) guests.push(await product.admit(`guest${n}`, { cloudPc: true }));
  return guests;
}

const hintAll = (guests: string[]) =>
  product.bus.send(guests.map((id) => hintFor({ kind: 'guest', id }, `burst-${id}`)));

describe('the run of an access group', () => {
  it('lets 45 guests in with three requests', async () => {
    const guests = await burst(45);
    await hintAll(guests);
    await product.advance(8);
    expect(await members()).toEqual([...guests].sort());
    expect(memberWrites().map((write) => write.split(' ')[0])).toEqual(['PATCH', 'PATCH', 'PATCH']);
  });

  it('lets 19 in though the twentieth is gone', async () => {
    const guests = await burst(20);
    await hintAll(guests);
    await product.advance(0);
    await product.tenant.control.deleteUser({ user: guests[7]! });
    await product.tenant.control.purgeUser({ user: guests[7]! });
    await product.advance(20);
    expect(await members()).toEqual(guests.filter((_guest, at) => at !== 7).sort());
  });

  it('holds a guest whose group is gone, with the reason, and lets it in once the group is restored', async () => {
    const ada = await product.admit('ada');
    await product.tenant.control.deleteGroup({ group: ACCESS_GROUP });
    await product.hint(ada);
    await product.advance(120);
    expect(await product.guest(ada)).toMatchObject({ state: 'held', reason: { code: expect.any(String) } });
    expect((await product.failures()).map(({ flow }) => flow)).toContain('guest');
    await product.tenant.control.restoreGroup({ group: ACCESS_GROUP });
    await product.advance(3700);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(await product.failures()).toEqual([]);
  });

  it('writes once though replicas show it a minute late', async () => {
    const ada = await product.admit('ada');
    await product.tenant.control.setReplicationLag({ ms: 60_000 });
    await product.hint(ada);
    await product.advance(240);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(await members()).toEqual([ada]);
    expect(memberWrites()).toHaveLength(1);
  });
});

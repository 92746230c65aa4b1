import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collection, Store } from '../../../../local/tenant/core/store';
import { ACCESS, graphOf, onePartner, stopTenants } from '../tenant-under-test';
import { startWebhook, stopWebhooks } from '../webhook-under-test';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenant-'));
});
afterEach(async () => {
  await stopTenants();
  await stopWebhooks();
  rmSync(folder, { recursive: true });
});

interface Thing {
  id: string;
  colour: string;
}
const things = collection<Thing, 'colour'>('things', { colour: (thing) => thing.colour });

describe('the store', () => {
  it('finds everything again after a kill that came without a close, by id and by index', () => {
    const before = new Store(folder);
    before.in(things).put({ id: 'a', colour: 'red' });
    before.in(things).put({ id: 'b', colour: 'red' });
    before.flush();
    before.in(things).put({ id: 'a', colour: 'blue' });
    before.in(things).delete('b');
    before.flush();
    before.in(things).put({ id: 'c', colour: 'never flushed' });
    const after = new Store(folder);
    expect(after.in(things).all()).toEqual([{ id: 'a', colour: 'blue' }]);
    expect(after.in(things).by('colour', 'red')).toEqual([]);
    expect(after.in(things).by('colour', 'blue')).toHaveLength(1);
  });

  it('cuts off a torn last line and goes on', () => {
    const before = new Store(folder);
    before.in(things).put({ id: 'a', colour: 'red' });
    before.flush();
    appendFileSync(join(folder, 'tenant.journal'), '[["things","b",{"id":"b","col');
    const after = new Store(folder);
    after.in(things).put({ id: 'c', colour: 'green' });
    after.close();
    expect(
      new Store(folder)
        .in(things)
        .all()
        .map((thing) => thing.id),
    ).toEqual(['a', 'c']);
  });

  it('names the damaged line when the middle is broken', () => {
    const before = new Store(folder);
    before.in(things).put({ id: 'a', colour: 'red' });
    before.close();
    appendFileSync(join(folder, 'tenant.journal'), 'rubbish\n[]\n');
    expect(() => new Store(folder)).toThrow(/line 2/);
  });

  it('keeps everything when it rewrites a journal that has grown', () => {
    const before = new Store(folder);
    const colour = 'x'.repeat(100_000);
    for (let at = 0; at < 400; at += 1) {
      before.in(things).put({ id: String(at % 7), colour: `${at}${colour}` });
      before.flush();
    }
    const size = readFileSync(join(folder, 'tenant.journal')).length;
    expect(size).toBeLessThan(33 * 1024 * 1024);
    expect(new Store(folder).in(things).all()).toEqual(before.in(things).all());
  });
});

describe('a tenant', () => {
  it('is the same after a restart: guests, members, subscriptions, waiting notices, ids and clock', async () => {
    const webhook = await startWebhook();
    const first = await onePartner({ dataFolder: folder, clock: 'virtual' });
    const now = Date.parse((await first.control.clock()).now);
    await graphOf(first)
      .api('/subscriptions')
      .post({
        changeType: 'updated',
        resource: '/users',
        notificationUrl: webhook.url,
        expirationDateTime: new Date(now + 86_400_000).toISOString(),
      });
    await first.control.setNotifications({ paused: true });
    const { id } = await first.control.invite({ mail: 'anna@contoso.com' });
    await first.control.addMember({ group: ACCESS, member: id });
    await first.control.advanceClock({ minutes: 7 });
    const { now: stoppedAt } = await first.control.clock();
    await first.stop();
    const second = await onePartner({ dataFolder: folder, clock: 'virtual' });
    await second.control.drainNotifications();
    expect(webhook.notices.map((notice) => notice.resourceData?.id)).toEqual([id, id]);
    expect(await second.control.listMembers({ group: ACCESS })).toEqual([{ id, type: 'user' }]);
    expect(Date.parse((await second.control.clock()).now)).toBeGreaterThanOrEqual(Date.parse(stoppedAt));
    const { id: next } = await second.control.invite({ mail: 'bert@contoso.com' });
    expect(next).not.toBe(id);
  });

  it('gives the same ids for the same seed and others for another', async () => {
    const idOf = async (seed: string): Promise<string> => {
      const tenant = await onePartner({ seed });
      return (await tenant.control.invite({ mail: 'anna@contoso.com' })).id;
    };
    expect(await idOf('one')).toBe(await idOf('one'));
    expect(await idOf('two')).not.toBe(await idOf('one'));
  });

  it('exports what it knows without keys and secrets', async () => {
    const tenant = await onePartner();
    const webhook = await startWebhook();
    await graphOf(tenant)
      .api('/subscriptions')
      .post({
        changeType: 'updated',
        resource: '/users',
        notificationUrl: webhook.url,
        clientState: 'the-secret-state',
        expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(),
      });
    const state = await tenant.control.exportState();
    expect(Object.keys(state)).toEqual(expect.arrayContaining(['users', 'groups']));
    expect(JSON.stringify(state)).not.toMatch(/development-secret|privateKey|the-secret-state/);
    expect(state['subscriptions']).toHaveLength(1);
  });
});

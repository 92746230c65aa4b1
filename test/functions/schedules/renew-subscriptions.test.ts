import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answerReauthorizations, renewSubscriptions } from '../../../functions/schedules/renew-subscriptions';
import { contextOf, eventsUnderTest, stopAll, type EventsUnderTest } from '../events/events-under-test';

let events: EventsUnderTest;
beforeEach(async () => {
  events = await eventsUnderTest();
});
afterEach(stopAll);

const renew = () => renewSubscriptions(events.ports)(contextOf(events.log));
const answer = () => answerReauthorizations(events.ports)(contextOf(events.log));
const atGraph = () => events.tenant.control.listSubscriptions({});
const records = async () => (await events.ports.subscriptionRecords.list()).map(({ value }) => value);
const current = async () => (await records()).filter(({ retiredAt }) => retiredAt === null);
const count = (call: string) => events.asked.filter((one) => one.startsWith(call)).length;

describe('renewSubscriptions', () => {
  it('creates a subscription to users and one to groups, each with a secret of its own that is kept nowhere', async () => {
    await renew();
    expect((await atGraph()).map(({ resource }) => resource).sort()).toEqual(['groups', 'users']);
    const hashes = (await current()).map(({ clientStateHash }) => clientStateHash);
    expect(new Set(hashes).size).toBe(2);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  });

  it('is safe to repeat: a second look creates and renews nothing', async () => {
    await renew();
    await renew();
    expect(await atGraph()).toHaveLength(2);
    expect(count('PATCH')).toBe(0);
    expect(count('POST /v1.0/subscriptions')).toBe(2);
  });

  it('lets notifications through with the secret it gave', async () => {
    await renew();
    const ada = await events.tenant.control.invite({ mail: 'ada@contoso.com' });
    await events.settle();
    expect(events.starts).toEqual([ada.id]);
    expect((await current()).find(({ resource }) => resource === 'users')?.heardAt).not.toBeNull();
  });

  it('answers the wish for reauthorization by one PATCH for each subscription', async () => {
    await renew();
    await events.advance(44);
    await answer();
    expect(count('PATCH')).toBe(0);
    await events.advance(2);
    await events.settle();
    expect((await current()).map(({ askedAt }) => askedAt !== null)).toEqual([true, true]);
    await answer();
    await answer();
    await renew();
    expect(count('PATCH')).toBe(2);
    expect((await current()).map(({ askedAt }) => askedAt)).toEqual([null, null]);
  });

  it('keeps ten minutes between two PATCHes, however often Graph asks', async () => {
    await renew();
    await events.advance(46);
    await answer();
    for (const { value, etag } of await events.ports.subscriptionRecords.list())
      await events.ports.subscriptionRecords.replace({ ...value, askedAt: events.now().toISOString() }, etag);
    await events.advance(9);
    await answer();
    expect(count('PATCH')).toBe(2);
    await events.advance(1);
    await answer();
    expect(count('PATCH')).toBe(4);
  });

  it('tries a renewal that failed again after ten minutes, though the question was answered by it', async () => {
    await renew();
    await events.advance(46);
    await events.settle();
    const subscriptions = { ...events.ports.subscriptions, renew: () => Promise.reject(new Error('busy')) };
    await answerReauthorizations({ ...events.ports, subscriptions })(contextOf(events.log));
    expect((await current()).map(({ askedAt }) => askedAt)).toEqual([null, null]);
    await events.advance(10);
    await renew();
    await renew();
    expect(count('PATCH')).toBe(2);
  });

  it('renews unasked where the question of Graph was lost, so that delivery never stops', async () => {
    await renew();
    await events.tenant.control.setNotifications({ lossProbability: 1 });
    await events.advance(50);
    await renew();
    expect(count('PATCH')).toBe(2);
  });

  it('replaces a subscription, and its secret, at two thirds of a life, and takes the old secret a while', async () => {
    await renew();
    const before = await current();
    await events.advance(19 * 24 * 60);
    await renew();
    const after = await current();
    expect(after.map(({ id }) => id)).not.toEqual(expect.arrayContaining([before[0]!.id]));
    expect(after.map(({ clientStateHash }) => clientStateHash)).not.toContain(before[0]!.clientStateHash);
    expect(await atGraph()).toHaveLength(2);
    expect((await records()).filter(({ retiredAt }) => retiredAt !== null)).toHaveLength(2);
    await events.advance(25 * 60);
    await renew();
    expect(await records()).toHaveLength(2);
  });

  it('creates anew what died without a word', async () => {
    await renew();
    await events.advance(29 * 24 * 60);
    await renew();
    expect(await current()).toHaveLength(2);
    expect(
      (await atGraph()).filter((one) => Date.parse(one.expirationDateTime) > events.now().getTime()),
    ).toHaveLength(2);
  });

  it('takes over a subscription to our address of which no record is left, since nobody knows its secret', async () => {
    await renew();
    for (const { value, etag } of await events.ports.subscriptionRecords.list())
      await events.ports.subscriptionRecords.remove(value.key, etag);
    await renew();
    const ids = (await current()).map(({ id }) => id).sort();
    expect((await atGraph()).map(({ id }) => id).sort()).toEqual(ids);
  });

  it('recovers where it was killed between the creation and the record', async () => {
    const subscriptions = {
      ...events.ports.subscriptions,
      create: async (request: Parameters<typeof events.ports.subscriptions.create>[0]) => {
        await events.ports.subscriptions.create(request);
        throw new Error('killed');
      },
    };
    await renewSubscriptions({ ...events.ports, subscriptions })(contextOf());
    await renew();
    expect((await current()).map(({ id }) => id).sort()).toEqual(
      (await atGraph()).map(({ id }) => id).sort(),
    );
  });

  it('alarms where none is active, for each resource by itself, and closes the alarm once one is', async () => {
    events.switches.isDown = true;
    await renew();
    const failures = await events.ports.failures.list();
    expect(failures.map(({ code, resource }) => `${code} ${resource}`).sort()).toEqual([
      'no-active-subscription groups',
      'no-active-subscription users',
    ]);
    expect(events.log.join('\n')).toContain('No subscription to users is active');
    events.switches.isDown = false;
    await renew();
    expect(await events.ports.failures.list()).toEqual([]);
  });

  it('alarms where Graph cannot even be asked, once the subscriptions have had no word for over an hour', async () => {
    await renew();
    const subscriptions = { ...events.ports.subscriptions, list: () => Promise.reject(new Error('away')) };
    const tick = () => renewSubscriptions({ ...events.ports, subscriptions })(contextOf(events.log));
    await expect(tick()).rejects.toThrow('away');
    expect(await events.ports.failures.list()).toEqual([]);
    await events.advance(75);
    await expect(tick()).rejects.toThrow('away');
    expect(await events.ports.failures.list()).toHaveLength(2);
    await renew();
    expect(await events.ports.failures.list()).toEqual([]);
  });

  it('alarms where the renewals fail for over an hour, though Graph still lists the subscriptions', async () => {
    await renew();
    const subscriptions = { ...events.ports.subscriptions, renew: () => Promise.reject(new Error('busy')) };
    for (let tick = 0; tick < 8; tick += 1) {
      await events.advance(10);
      await renewSubscriptions({ ...events.ports, subscriptions })(contextOf(events.log));
    }
    expect(await events.ports.failures.list()).toHaveLength(2);
  });

  it('replaces at once what sends to an address that is no longer ours', async () => {
    await renew();
    const before = (await current()).map(({ id }) => id);
    const moved = {
      notificationUrl: `${events.ports.notificationUrl}?moved`,
      lifecycleUrl: events.ports.lifecycleUrl,
    };
    await renewSubscriptions({ ...events.ports, ...moved })(contextOf(events.log));
    const after = (await current()).map(({ id }) => id);
    expect(after).toHaveLength(2);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
    expect(await atGraph()).toHaveLength(2);
  });

  it('raises no alarm where a renewal fails and the subscription lives on', async () => {
    await renew();
    await events.advance(50);
    const subscriptions = { ...events.ports.subscriptions, renew: () => Promise.reject(new Error('busy')) };
    await renewSubscriptions({ ...events.ports, subscriptions })(contextOf(events.log));
    expect(await events.ports.failures.list()).toEqual([]);
    expect(events.log.join('\n')).toContain('could not be renewed');
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsStatus } from '../../../functions/admin/events-status';
import { SAMPLE_POLICY } from '../../../local/demo/sample-policy';
import { partnerPolicySchema, watchedGroups } from '../../../shared/domain/partner-policy';
import { freshSweep } from '../../../shared/domain/sweep-cursor';
import { guid, NOON, subscriptionRecord } from '../../shared/state/builders';
import { memoryState } from '../../shared/state/on-both-adapters';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

let state: ReturnType<typeof memoryState>;
beforeEach(() => {
  state = memoryState();
});
const deps = () => ({
  ...state,
  notificationUrl: 'https://gatehouse.example/api/graph/notifications',
  now: () => new Date('2026-09-01T12:20:00.000Z'),
});
const subscribe = (resource: 'users' | 'groups', changes: object = {}) =>
  state.subscriptionRecords.insert(
    subscriptionRecord(resource, {
      resource,
      id: resource,
      expiresAt: '2026-09-29T12:00:00.000Z',
      ...changes,
    }),
  );
const swept = (lastRoundStartedAt: string | null) =>
  state.cursors.save(
    { name: 'users', savedAt: NOON, detail: { ...freshSweep(NOON), lastRoundStartedAt } },
    undefined,
  );

describe('the status of events', () => {
  it('is well where both resources are subscribed to and the sweep is in time', async () => {
    await subscribe('users');
    await subscribe('groups');
    await swept(NOON);
    const status = await eventsStatus(deps());
    expect(status).toMatchObject({ isWell: true, path: 'webhook' });
    expect(status.sweeps[0]).toMatchObject({ name: 'users', lagSeconds: 1200, isLate: false });
  });

  it.each([
    ['a subscription is missing', async () => swept(NOON)],
    ['one has expired', async () => (await subscribe('groups', { expiresAt: NOON }), swept(NOON))],
    ['one is still being made', async () => (await subscribe('groups', { id: null }), swept(NOON))],
    [
      'one was replaced and none followed',
      async () => (await subscribe('groups', { retiredAt: NOON }), swept(NOON)),
    ],
    [
      'one was not renewed for over an hour: Graph has stopped delivering',
      async () => (await subscribe('groups', { expiresAt: '2026-09-29T11:00:00.000Z' }), swept(NOON)),
    ],
    ['the sweep is late', async () => (await subscribe('groups'), swept('2026-09-01T11:00:00.000Z'))],
    ['no sweep has run', async () => subscribe('groups')],
  ])('is not well where %s', async (_what, arrange) => {
    await subscribe('users');
    await arrange();
    expect((await eventsStatus(deps())).isWell).toBe(false);
  });

  it('shows the sweeps of the groups that policies name, those that have not begun too, and no others', async () => {
    await subscribe('users');
    await subscribe('groups');
    await swept(NOON);
    const policy = partnerPolicySchema.parse(SAMPLE_POLICY);
    await state.partners.put(policy, undefined);
    const forgotten = { ...freshSweep(NOON), lastRoundStartedAt: '2026-08-01T00:00:00.000Z' };
    await state.cursors.save({ name: `group-${guid(5)}`, savedAt: NOON, detail: forgotten }, undefined);
    const { isWell, sweeps } = await eventsStatus(deps());
    expect(isWell).toBe(true);
    expect(sweeps.map(({ name, savedAt }) => [name, savedAt])).toEqual([
      ['users', NOON],
      ...[...watchedGroups([policy])].map((group) => [`group-${group}`, null]),
    ]);
  });

  it('tells no secret, not even its hash', async () => {
    await subscribe('users');
    expect(JSON.stringify(await eventsStatus(deps()))).not.toContain('0'.repeat(64));
  });
});

describe('health', () => {
  let api: AdminUnderTest;
  beforeAll(async () => {
    api = await adminUnderTest();
  });
  afterAll(() => api.host.stop());

  it('tells anybody only that the app is alive', async () => {
    expect((await api.ask('GET', 'health', { authorization: null })).body).toEqual({ status: 'ok' });
  });

  it('tells a reader how events stand', async () => {
    expect((await api.ask('GET', 'health')).body).toMatchObject({
      status: 'degraded',
      events: { isWell: false },
    });
  });

  it('tells a bad token nothing', async () => {
    const answer = await api.ask('GET', 'health', { authorization: 'Bearer x' });
    expect(answer.status).toBe(401);
    expect(JSON.stringify(answer.body)).not.toContain('subscriptions');
  });
});

describe('the report', () => {
  let api: AdminUnderTest;
  beforeEach(async () => {
    api = await adminUnderTest({ ports: { now: () => new Date('2026-09-01T12:20:00.000Z') } });
  });
  afterEach(() => api.host.stop());
  const report = (query: string) => api.ask('GET', `events/report${query}`);

  it('covers the span that is asked for, and a week unless told', async () => {
    const seen = { id: 'a', by: 'sweep' as const, at: NOON, fact: 'changed' as const };
    await api.state.sightings.record(guid(1), [seen]);
    expect((await report('?since=30m')).body).toMatchObject({ totals: { missed: 1 }, rowsLeftOff: 0 });
    expect((await report('?since=5m')).body).toMatchObject({ totals: { missed: 0 } });
    expect((await report('')).body).toMatchObject({ since: '2026-08-25T12:20:00.000Z' });
  });

  it.each(['x', '7', '0d', '-1d', '31d', '99999d', '1w'])('refuses the span %j', async (span) => {
    expect((await report(`?since=${span}`)).status).toBe(400);
  });
});

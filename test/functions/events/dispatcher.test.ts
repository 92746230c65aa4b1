import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parkDeadLetters } from '../../../functions/events/park-dead-letters';
import { takePartnerEvents } from '../../../functions/events/partner-events';
import { dispatchHints } from '../../../functions/events/hints';
import { renewSubscriptions } from '../../../functions/schedules/renew-subscriptions';
import { ELIGIBLE } from '../../local/tenant/tenant-under-test';
import { guid } from '../../shared/state/builders';
import { contextOf, eventsUnderTest, stopAll, type EventsUnderTest } from './events-under-test';

let events: EventsUnderTest;
beforeEach(async () => {
  events = await eventsUnderTest();
});
afterEach(stopAll);

const cloudEvent = (
  user: string,
  changes: Record<string, unknown> = {},
  data: Record<string, unknown> = {},
) => ({
  specversion: '1.0',
  id: 'event-1',
  type: 'Microsoft.Graph.UserUpdated',
  source: `/tenants/${events.tenant.tenantId}/applications/a`,
  subject: `Users/${user}`,
  data: {
    changeType: 'updated',
    tenantId: events.tenant.tenantId,
    subscriptionId: 's-1',
    resource: `Users/${user}`,
    resourceData: { id: user, eventTime: '2026-09-01T00:00:00Z', sequenceNumber: 3 },
    ...data,
  },
  ...changes,
});
const partnerEvent = () => ({
  v: 1,
  eventId: 'case-7',
  kind: 'partner-left',
  partner: 'contoso',
  at: '2026-09-01T00:00:00Z',
  source: 'contracts 7',
});
const failures = async () => (await events.ports.failures.list()).map(({ code }) => code);

describe('the dispatcher', () => {
  it('takes a Graph event that came straight from an Event Grid partner topic', async () => {
    const ada = await events.tenant.control.invite({ mail: 'ada@contoso.com' });
    events.bus.putRaw(cloudEvent(ada.id));
    await events.settle();
    expect(events.starts).toEqual([ada.id]);
    const [kept] = (await events.ports.sightings.from('2000-01-01')).flatMap(({ sightings }) => sightings);
    expect(kept).toMatchObject({ by: 'event-grid', fact: 'changed', sequence: 3 });
  });

  it('says one hint for an event that is delivered twice', async () => {
    const ada = await events.tenant.control.invite({ mail: 'ada@contoso.com' });
    for (let delivery = 0; delivery < 2; delivery += 1) events.bus.putRaw(cloudEvent(ada.id));
    await events.settle();
    const kept = (await events.ports.sightings.from('2000-01-01')).flatMap(({ sightings }) => sightings);
    expect(kept).toHaveLength(1);
  });

  it.each([
    ['of another tenant', {}, { tenantId: guid(8) }],
    ['of no tenant', {}, { tenantId: undefined }],
    ['of a type that is not about users', { type: 'Microsoft.Graph.PresenceUpdated' }, {}],
    ['that tries the endpoint out', {}, { subscriptionId: 'NA' }],
  ])('leaves out an event %s, and makes no failure of it', async (_what, changes, data) => {
    const ada = await events.tenant.control.invite({ mail: 'ada@contoso.com' });
    const before = events.asked.length;
    events.bus.putRaw(cloudEvent(ada.id, changes, data));
    await events.settle();
    expect(events.starts).toEqual([]);
    expect(await failures()).toEqual([]);
    expect(events.asked).toHaveLength(before);
  });

  it('notes the wish for reauthorization that came by the queue', async () => {
    await renewSubscriptions(events.ports)(contextOf());
    const [record] = await events.ports.subscriptionRecords.list();
    const type = 'microsoft.graph.subscriptionReauthorizationRequired';
    events.bus.putRaw(cloudEvent(guid(1), { type }, { subscriptionId: record!.value.id }));
    await events.settle();
    const asked = (await events.ports.subscriptionRecords.list()).filter(
      ({ value }) => value.askedAt !== null,
    );
    expect(asked.map(({ value }) => value.id)).toEqual([record!.value.id]);
  });

  it('parks a malformed message without holding the others up, and keeps nothing of its text', async () => {
    const ada = await events.tenant.control.invite({ mail: 'ada@contoso.com' });
    for (const bad of ['text', null, 7, { kind: 'guest', id: 'someone@contoso.com' }, { specversion: '1.0' }])
      events.bus.putRaw(bad);
    events.bus.putRaw({ kind: 'guest', id: ada.id, hintId: 'h' });
    await events.settle();
    expect(events.starts).toEqual([ada.id]);
    expect(await failures()).toEqual(Array.from({ length: 5 }, () => 'malformed-hint'));
    expect(JSON.stringify(await events.ports.failures.list())).not.toContain('@contoso.com');
  });

  it('drops members, reads a batch at once, and starts each guest once', async () => {
    const guests = await Promise.all(
      ['ada', 'ben', 'cleo'].map((name) => events.tenant.control.invite({ mail: `${name}@contoso.com` })),
    );
    const users = await events.tenant.control.listUsers({});
    const member = users.find(({ id }) => !guests.some((guest) => guest.id === id))!;
    const before = events.asked.length;
    for (const { id } of [...guests, ...guests, member])
      events.bus.putRaw({ kind: 'guest', id, hintId: `h-${id}` });
    await events.settle();
    expect(new Set(events.starts)).toEqual(new Set(guests.map(({ id }) => id)));
    expect(events.asked.slice(before)).toEqual(['POST /v1.0/$batch']);
  });

  it('puts a hint off, growing, while the directory does not know the user, and parks it after ten minutes', async () => {
    events.bus.putRaw({ kind: 'guest', id: guid(77), hintId: 'h' });
    await events.settle();
    expect(events.bus.nextDueMs()).toBe(events.now().getTime() + 5_000);
    for (let minute = 0; minute < 12; minute += 1) {
      await events.advance(1);
      await events.settle();
    }
    expect(events.bus.nextDueMs()).toBeUndefined();
    expect(await failures()).toEqual(['unknown-user']);
  });

  it('takes the hint where what it said cannot be kept, and says so', async () => {
    const ada = await events.tenant.control.invite({ mail: 'ada@contoso.com' });
    const log: string[] = [];
    const started: string[] = [];
    const noteHeard = () => Promise.resolve(void log.push('noted'));
    const runs = {
      start: ({ id }: { id: string }) => Promise.resolve(void started.push(id)),
      read: () => Promise.resolve('missing' as const),
      terminate: () => Promise.resolve(),
      purgeCompleted: () => Promise.resolve(0),
    };
    const hint = { kind: 'guest', id: ada.id, hintId: 'h' };
    await dispatchHints({ ...events.ports, noteHeard })([hint], contextOf(log), runs);
    expect(started).toEqual([ada.id]);
    expect(log).toContain('noted');
  });
});

describe('a user nobody knows', () => {
  const seen = (fact: 'deleted' | 'joined') => [{ by: 'webhook', at: events.now().toISOString(), fact }];
  const longAfterwards = async () => {
    for (let minute = 0; minute < 12; minute += 1) {
      await events.advance(1);
      await events.settle();
    }
  };

  it('and who is said to be gone for good is nobody of ours: no retry, no failure', async () => {
    events.bus.putRaw({ kind: 'guest', id: guid(77), hintId: 'h', seen: seen('deleted') });
    await events.settle();
    expect(events.bus.nextDueMs()).toBeUndefined();
    expect(await failures()).toEqual([]);
  });

  it('and whom a group’s change named is no user, such as a device: retried, and no failure', async () => {
    await events.applyPolicy();
    const hint = { kind: 'guest', id: guid(77), hintId: 'h', viaGroup: ELIGIBLE, seen: seen('joined') };
    events.bus.putRaw(hint);
    await events.settle();
    expect(events.bus.nextDueMs()).toBeDefined();
    await longAfterwards();
    expect(events.bus.nextDueMs()).toBeUndefined();
    expect(await failures()).toEqual([]);
  });
});

describe('the dead-letter queue', () => {
  it('makes each message a failure that names its subject, or only a hash', async () => {
    const park = parkDeadLetters(events.ports, 'hints');
    await park([{ kind: 'guest', id: guid(1), hintId: 'h' }, 'who@contoso.com'], contextOf(events.log));
    const listed = await events.ports.failures.list();
    expect(listed.map(({ code, subject }) => [code, subject?.id ?? null]).sort()).toEqual(
      [
        ['dead-lettered', guid(1)],
        ['dead-lettered', null],
      ].sort(),
    );
    expect(JSON.stringify(listed) + events.log.join('')).not.toContain('who@contoso.com');
  });

  it('names the guest of a Graph event, and the partner of an operator’s event', async () => {
    await parkDeadLetters(events.ports, 'hints')([cloudEvent(guid(2))], contextOf());
    await parkDeadLetters(events.ports, 'partner-events')([partnerEvent()], contextOf());
    const listed = await events.ports.failures.list();
    expect(listed.map(({ subject, partner }) => subject?.id ?? partner).sort()).toEqual(
      [guid(2), 'contoso'].sort(),
    );
  });
});

describe('an operator’s partner event', () => {
  const event = partnerEvent();
  const take = (...messages: unknown[]) => takePartnerEvents(events.ports)(messages, contextOf(events.log));

  it.each([
    ['propose', 'Nothing was cut or removed', undefined],
    ['cut', 'nothing is removed', 'cut'],
  ])(
    'becomes one proposal where the policy says %s, and does no more than that',
    async (onPartnerEvent, said, stage) => {
      await events.applyPolicy({ onPartnerEvent });
      await take(event, event);
      const [proposal, ...others] = await events.ports.failures.list();
      expect(others).toEqual([]);
      expect(proposal).toMatchObject({ code: 'partner-left', step: onPartnerEvent, partner: 'contoso' });
      expect(proposal!.message).toContain(said);
      const [plan, ...more] = await events.ports.plans.list();
      expect(more).toEqual([]);
      expect(plan).toMatchObject({ kind: 'offboarding', state: 'proposed', createdBy: 'service' });
      const { id, hash } = plan!;
      expect(proposal!.evidence).toMatchObject({ eventId: 'case-7', plan: { id, hash } });
      expect(events.log.join('\n')).toContain('Partner contoso may have gone');
      expect((await events.ports.stages.read('contoso'))?.value.stage).toBe(stage);
    },
  );

  it('that comes again does not cut anew what somebody took back', async () => {
    await events.applyPolicy({ onPartnerEvent: 'cut' });
    await take(event);
    const { value, etag } = (await events.ports.stages.read('contoso'))!;
    await events.ports.stages.put({ ...value, stage: 'open', cut: null }, etag);
    await take(event);
    expect((await events.ports.stages.read('contoso'))?.value.stage).toBe('open');
  });

  it('of a partner without a policy is a failure of its own', async () => {
    await take({ ...event, partner: 'nobody' });
    expect(await failures()).toEqual(['unknown-partner']);
  });

  it.each([
    ['an unknown field', { ...event, extra: 1 }],
    ['another version', { ...event, v: 2 }],
    ['a mail address for a source', { ...event, source: 'who@contoso.com' }],
    ['no event', null],
  ])('with %s is parked, and holds no other up', async (_what, message) => {
    await events.applyPolicy();
    await take(message, event);
    expect((await failures()).sort()).toEqual(['malformed-event', 'partner-left']);
    expect(JSON.stringify(await events.ports.failures.list())).not.toContain('who@contoso.com');
  });
});

import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpResponseInit } from '@azure/functions';
import { SignJWT, generateKeyPair } from 'jose';
import { clientStateHash } from '../../../functions/events/client-state';
import { graphLifecycle } from '../../../functions/events/graph-lifecycle';
import { graphNotifications } from '../../../functions/events/graph-notifications';
import { knownSubscriptions } from '../../../functions/events/known-subscriptions';
import { tenantId } from '../../../shared/domain/ids';
import { memoryState } from '../../shared/state/on-both-adapters';
import { guid, NOON, subscriptionRecord } from '../../shared/state/builders';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { call } from './events-under-test';

const [KEY, SECRET] = ['a-key-of-at-least-32-characters!', 'the secret of subscription one'];
const TENANT = tenantId(guid(9));
const item = (changes: Record<string, unknown> = {}) => ({
  subscriptionId: 's-1',
  tenantId: TENANT,
  clientState: SECRET,
  changeType: 'updated',
  resource: `Users/${guid(1)}`,
  resourceData: { id: guid(1), eventTime: NOON, sequenceNumber: 7 },
  ...changes,
});
const collection = (...value: unknown[]) => JSON.stringify({ value });

let state: ReturnType<typeof memoryState>;
let bus: MemoryHintBus;
let log: string[];
let nowMs: number;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let tableReads: number;

beforeAll(async () => {
  keys = await generateKeyPair('RS256');
});
beforeEach(async () => {
  [state, bus, log, nowMs, tableReads] = [memoryState(), new MemoryHintBus(), [], Date.parse(NOON), 0];
  await insert('one', { id: 's-1', clientStateHash: clientStateHash(KEY, SECRET) });
});
afterEach(() => {
  // Whatever came in, no secret of it may be in the log.
  expect(log.join('\n')).not.toContain(SECRET);
});

const insert = (key: string, changes: object) =>
  state.subscriptionRecords.insert(subscriptionRecord(key, changes));
/** No Graph port is among these: a webhook that called Graph would not compile. */
const deps = () => ({
  tenantId: TENANT,
  clientState: KEY,
  hints: bus,
  subscriptionRecords: {
    ...state.subscriptionRecords,
    list: () => {
      tableReads += 1;
      return state.subscriptionRecords.list();
    },
  },
  validationTokens: { keys: () => Promise.resolve(keys.publicKey), appId: 'our-app', tenantId: TENANT },
  now: () => new Date(nowMs),
});
const webhook = (changes: object = {}) => {
  const all = { ...deps(), ...changes };
  const handler = graphNotifications({ ...all, known: knownSubscriptions(all) });
  return (body?: string, path = '/', headers = {}) =>
    call(handler, path, body, log, headers) as Promise<HttpResponseInit>;
};
const said = () => bus.said.map(({ hint }) => hint);

describe('the handshake', () => {
  it('gives the token back as plain text, HTML as it is and never as HTML', async () => {
    const html = '<script>alert(1)</script>';
    const answer = await webhook()('', `/?validationToken=${encodeURIComponent(html)}`);
    expect(answer).toMatchObject({ status: 200, body: html });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  });

  it('refuses a token of more than 4,096 characters', async () => {
    expect(await webhook()('', `/?validationToken=${'x'.repeat(4097)}`)).toEqual({ status: 400 });
  });
});

describe('a delivery', () => {
  it('becomes one hint for each guest, with all that was said of it, in one send', async () => {
    let sends = 0;
    const hints = { send: (all: Parameters<typeof bus.send>[0]) => ((sends += 1), bus.send(all)) };
    const twice = item({ resourceData: { id: guid(1), eventTime: NOON, sequenceNumber: 8 } });
    const other = item({ resource: `Users/${guid(2)}`, changeType: 'deleted' });
    expect(await webhook({ hints })(collection(item(), twice, other))).toEqual({ status: 202 });
    expect(sends).toBe(1);
    expect(
      said().map(({ id, seen }) => [id, seen?.map(({ fact, sequence }) => `${fact} ${sequence}`)]),
    ).toEqual([
      [guid(1), ['changed 7', 'changed 8']],
      [guid(2), ['deleted 7']],
    ]);
  });

  it('hints the members that joined or left a group', async () => {
    const resourceData = { 'members@delta': [{ id: guid(3) }, { id: guid(4), '@removed': 'deleted' }] };
    await webhook()(collection(item({ resource: `Groups/${guid(5)}`, resourceData })));
    expect(said().map(({ id, viaGroup, seen }) => [id, viaGroup, seen?.[0]?.fact])).toEqual([
      [guid(3), guid(5), 'joined'],
      [guid(4), guid(5), 'left'],
    ]);
  });

  it('is answered 503 where the bus did not take it, so that Graph delivers again', async () => {
    const hints = { send: () => Promise.reject(new Error('away')) };
    expect(await webhook({ hints })(collection(item()))).toMatchObject({ status: 503 });
  });

  it('is answered 503 where the subscriptions cannot be read: what cannot be checked is not taken', async () => {
    const subscriptionRecords = {
      ...state.subscriptionRecords,
      list: () => Promise.reject(new Error('away')),
    };
    expect(await webhook({ subscriptionRecords })(collection(item()))).toMatchObject({ status: 503 });
    expect(said()).toEqual([]);
  });

  it('costs one read of the subscriptions a minute, not one an item', async () => {
    const deliver = webhook();
    for (let n = 0; n < 20; n += 1) await deliver(collection(item(), item()));
    expect(tableReads).toBe(1);
    nowMs += 61_000;
    await deliver(collection(item()));
    expect(tableReads).toBe(2);
  });

  it('holds 1,000 items at most', async () => {
    const many = (count: number) =>
      collection(...Array.from({ length: count }, (_, n) => item({ resource: `Users/${guid(n)}` })));
    expect(await webhook()(many(1000))).toEqual({ status: 202 });
    expect(said()).toHaveLength(1000);
    expect(await webhook()(many(1001))).toEqual({ status: 400 });
  });
});

describe('what is dropped without a word', () => {
  it.each([
    ['another secret', { clientState: 'a guess' }, 'wrong-client-state'],
    ['no secret', { clientState: undefined }, 'wrong-client-state'],
    ['a subscription that is not ours', { subscriptionId: 's-2' }, 'unknown-subscription'],
    ['another tenant', { tenantId: guid(8) }, 'other-tenant'],
    ['no tenant', { tenantId: undefined }, 'other-tenant'],
  ])('an item with %s, while the right one beside it is taken', async (_what, changes, reason) => {
    const right = item({ resource: `Users/${guid(2)}` });
    expect(await webhook()(collection(item(changes), right))).toEqual({ status: 202 });
    expect(said().map(({ id }) => id)).toEqual([guid(2)]);
    expect(log.join('\n')).toContain(reason);
  });

  it('the item by which an endpoint is tried out', async () => {
    const probe = {
      subscriptionId: 'NA',
      clientState: 'NA',
      changeType: 'Validation: Testing client application',
    };
    expect(await webhook()(collection({ ...probe, resource: 'NA' }))).toEqual({ status: 202 });
    expect(log).toEqual([]);
  });

  it('an object that is no user and no group', async () => {
    await webhook()(
      collection(item({ resource: 'Users/not-an-id' }), item({ resource: `Devices/${guid(1)}` })),
    );
    expect(said()).toEqual([]);
  });
});

describe('a secret', () => {
  it('is taken before its subscription has an id, since notices may be faster than the answer', async () => {
    await insert('two', { id: null, clientStateHash: clientStateHash(KEY, 'a newer one') });
    await webhook()(collection(item({ subscriptionId: 's-new', clientState: 'a newer one' })));
    expect(said()).toHaveLength(1);
  });

  it('is taken for four hours after its subscription was replaced, and no longer', async () => {
    const [stored] = await state.subscriptionRecords.list();
    await state.subscriptionRecords.replace({ ...stored!.value, retiredAt: NOON }, stored!.etag);
    nowMs += 4 * 3_600_000 - 1;
    await webhook()(collection(item()));
    expect(said()).toHaveLength(1);
    nowMs += 1;
    await webhook()(collection(item()));
    expect(said()).toHaveLength(1);
  });

  it('of another subscription of ours opens nothing', async () => {
    await insert('two', { id: 's-2', clientStateHash: clientStateHash(KEY, 'the other secret') });
    await webhook()(collection(item({ subscriptionId: 's-2' })));
    expect(said()).toEqual([]);
  });

  it('that another instance has just made is found by looking once more', async () => {
    const deliver = webhook();
    await deliver(collection(item()));
    await insert('two', { id: 's-2', clientStateHash: clientStateHash(KEY, 'made elsewhere') });
    nowMs += 2_000;
    await deliver(collection(item({ subscriptionId: 's-2', clientState: 'made elsewhere' })));
    expect(said()).toHaveLength(2);
  });

  it('guessed by a flood of strangers does not become a flood of reads', async () => {
    const deliver = webhook();
    for (let n = 0; n < 50; n += 1) await deliver(collection(item({ subscriptionId: `stranger-${n}` })));
    expect(tableReads).toBe(1);
  });
});

describe('bad input', () => {
  it.each([
    ['no JSON', 'value=1'],
    ['JSON of another shape', '{"values":[]}'],
    ['an array', '[]'],
    ['nothing', ''],
    ['an item without a subscription', collection({ clientState: SECRET })],
  ])('is answered 400: %s', async (_what, body) => {
    expect(await webhook()(body)).toEqual({ status: 400 });
    expect(said()).toEqual([]);
  });

  it('of more than 4 MiB is answered 413, by its announced length already', async () => {
    expect(await webhook()('x'.repeat(4 * 1024 * 1024 + 1))).toEqual({ status: 413 });
    expect(await webhook()('{}', '/', { 'content-length': String(5 * 1024 * 1024) })).toEqual({
      status: 413,
    });
  });

  it('that was right once and is replayed is one look more, and a duplicate in the report', async () => {
    const deliver = webhook();
    for (let n = 0; n < 3; n += 1) expect(await deliver(collection(item()))).toEqual({ status: 202 });
    expect(new Set(said().map(({ id }) => id))).toEqual(new Set([guid(1)]));
  });
});

describe('validation tokens', () => {
  const token = (claims: Record<string, string> = {}, key = keys.privateKey) =>
    new SignJWT({ appid: '0bf30f3b-4a52-48df-9a82-234910c4a086', ...claims })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(`https://sts.windows.net/${TENANT}/`)
      .setAudience(claims['aud'] ?? 'our-app')
      .setExpirationTime('1h')
      .sign(key);
  const deliver = async (validationTokens: string[]) =>
    (await webhook()(JSON.stringify({ value: [item()], validationTokens }))).status;

  it('that are Graph’s for this app let the delivery in', async () => {
    expect(await deliver([await token()])).toBe(202);
    expect(await deliver([])).toBe(202);
  });

  it('that are not refuse the whole delivery', async () => {
    const stranger = (await generateKeyPair('RS256')).privateKey;
    for (const wrong of [await token({ appid: 'another' }), await token({ aud: 'another-app' }), 'no-token'])
      expect(await deliver([await token(), wrong])).toBe(401);
    expect(await deliver([await token({}, stranger)])).toBe(401);
    expect(said()).toEqual([]);
  });
});

describe('the lifecycle webhook', () => {
  const lifecycle = (changes: object = {}) => {
    const all = { ...deps(), ...changes };
    const handler = graphLifecycle({ ...all, known: knownSubscriptions(all) });
    return (body: string) => call(handler, '/', body, log) as Promise<HttpResponseInit>;
  };
  const askedAt = async () => (await state.subscriptionRecords.list())[0]?.value.askedAt;

  it('notes that a subscription is to be reauthorised, and says nothing on the bus', async () => {
    const notice = item({ lifecycleEvent: 'reauthorizationRequired', resource: undefined });
    expect(await lifecycle()(collection(notice))).toEqual({ status: 202 });
    expect(await askedAt()).toBe(NOON);
    expect(said()).toEqual([]);
  });

  it('notes nothing for one that does not know the secret', async () => {
    await lifecycle()(
      collection(item({ lifecycleEvent: 'reauthorizationRequired', clientState: 'a guess' })),
    );
    expect(await askedAt()).toBeNull();
  });

  it('is answered 503 where it could not be noted', async () => {
    const subscriptionRecords = {
      ...state.subscriptionRecords,
      replace: () => Promise.reject(new Error('away')),
    };
    const notice = item({ lifecycleEvent: 'reauthorizationRequired' });
    expect(await lifecycle({ subscriptionRecords })(collection(notice))).toMatchObject({ status: 503 });
  });
});

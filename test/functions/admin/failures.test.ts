import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { failure, NOON, ONE_O_CLOCK, subject } from '../../shared/state/builders';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

let api: AdminUnderTest;
beforeEach(async () => {
  api = await adminUnderTest();
});
afterEach(() => api.host.stop());

const [ONE, TWO] = ['1'.repeat(16), '2'.repeat(16)] as const;
const open = (fingerprint: string, n: number, changes = {}) =>
  api.state.failures.open(failure(fingerprint, `guest-${n}`, { subject: subject(n), ...changes }));
const keys = async (query: string) => {
  const { body } = await api.ask('GET', `open-failures${query}`);
  return { keys: (body['failures'] as { key: string }[]).map(({ key }) => key), next: body['next'] };
};

describe('open failures', () => {
  it('are told by cause, whoever stops most guests first', async () => {
    await open(ONE, 1);
    await open(TWO, 2);
    await open(TWO, 3, { partner: 'fabrikam' });
    expect((await api.ask('GET', 'failures')).body).toMatchObject({
      causes: [
        { fingerprint: TWO, count: 2, guests: 2, partners: ['contoso', 'fabrikam'], since: NOON },
        { fingerprint: ONE, count: 1 },
      ],
    });
    expect((await api.ask('GET', 'failures?partner=fabrikam')).body).toMatchObject({
      causes: [{ fingerprint: TWO, count: 1 }],
    });
  });

  it('of one cause are shown, whoever has waited longest first', async () => {
    await open(ONE, 1, { firstSeenAt: ONE_O_CLOCK });
    await open(ONE, 2);
    expect((await api.ask('GET', `failures/${ONE}`)).body).toMatchObject({
      guests: 2,
      failures: [{ key: 'guest-2' }, { key: 'guest-1' }],
      isCutShort: false,
    });
  });

  it('are listed by partner and time, page by page', async () => {
    for (const n of [1, 2, 3]) await open(ONE, n);
    await open(TWO, 4, { partner: 'fabrikam', firstSeenAt: ONE_O_CLOCK });
    const first = await keys('?top=2');
    expect(first.keys).toEqual(['guest-1', 'guest-2']);
    expect(await keys(`?top=2&continue=${String(first.next)}`)).toEqual({
      keys: ['guest-3', 'guest-4'],
      next: null,
    });
    expect((await keys('?partner=fabrikam')).keys).toEqual(['guest-4']);
    expect((await keys(`?since=${ONE_O_CLOCK}`)).keys).toEqual(['guest-4']);
  });

  it('are dismissed by a person only where there is no state to look at, and the audit keeps why', async () => {
    await open(ONE, 1, { subject: null, key: 'message-1', resource: 'message' });
    await open(TWO, 2);
    const body = { key: 'message-1', reason: 'a test of the sender' };
    const dismiss = (fingerprint: string, asked: object, roles = ['Gatehouse.Operator']) =>
      api.ask('POST', `failures/${fingerprint}/dismiss`, { body: asked, roles });
    expect((await dismiss(ONE, body, ['Gatehouse.Reader'])).status).toBe(403);
    expect((await dismiss(ONE, body)).body).toMatchObject({ key: 'message-1' });
    expect((await dismiss(ONE, body)).status).toBe(404);
    expect((await dismiss(TWO, { key: 'guest-2', reason: 'tired of it' })).status).toBe(409);
    expect(await api.state.failures.list()).toMatchObject([{ key: 'guest-2' }]);
    const acts = (await api.state.audit.read(10)).filter(({ action }) => action === 'dismiss-failure');
    expect(acts.map(({ result, reason }) => [result, reason])).toContainEqual(['done', body.reason]);
  });

  it.each([
    ['an unknown fingerprint', `failures/${ONE}`, 404],
    ['what is no fingerprint', 'failures/..%2Fguests', 400],
    ['a time that is none', 'open-failures?since=yesterday', 400],
    ['a continuation of another list', 'open-failures?continue=bm90aGluZw', 400],
  ])('are not told for %s', async (_what, path, status) => {
    expect(await api.ask('GET', path)).toMatchObject({ status });
  });
});

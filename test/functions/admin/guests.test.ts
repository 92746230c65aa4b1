import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { okCheck } from '../../../shared/domain/check';
import { EMPTY_GUEST_RECORD, type GuestRecord, type GuestState } from '../../../shared/domain/guest-record';
import { guid, ledgerFact, subject, subjectRow } from '../../shared/state/builders';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

let api: AdminUnderTest;
beforeEach(async () => {
  api = await adminUnderTest();
});
afterEach(() => api.host.stop());

const store = (n: number, state: GuestState, changes: Partial<GuestRecord> = {}, partner = 'contoso') =>
  api.state.subjects.insert(
    subjectRow(subject(n), {
      state,
      partner,
      live: false,
      run: 3,
      detail: { ...EMPTY_GUEST_RECORD, ...changes },
    }),
  );
const show = async (n: number) => (await api.ask('GET', `guests/${guid(n)}`)).body;

describe('the admin API shows a guest', () => {
  it('that was only just heard of', async () => {
    await api.state.subjects.insert(subjectRow(subject(1), { run: 0, live: false }));
    expect(await show(1)).toMatchObject({ state: 'new', run: null, told: null, fix: null, timeline: [] });
  });

  it('that is invited, with the sentence for its sponsor', async () => {
    const ok = okCheck('personal-host', '2 free session host(s)').check;
    await store(1, 'invited', { checks: [ok] });
    expect(await show(1)).toMatchObject({ state: 'invited', told: 'ready on acceptance' });
    await store(2, 'invited', {
      checks: [{ ...ok, verdict: 'blocked', observed: '0 free session host(s)' }],
    });
    expect(await show(2)).toMatchObject({ told: 'not ready on acceptance: 0 free session host(s)' });
  });

  it('that is held, with what would put it right', async () => {
    await store(1, 'held', { reason: { code: 'no-free-host', message: 'no free host in 1 pool(s)' } });
    expect(await show(1)).toMatchObject({
      state: 'held',
      reason: { code: 'no-free-host' },
      fix: expect.stringContaining('Add a session host to the pool'),
      told: null,
    });
  });

  it.each(['ignored', 'observed', 'working'] as const)(
    'that is %s, with the reason and no fix',
    async (state) => {
      await store(1, state, { reason: { code: 'because', message: 'so it is' } });
      expect(await show(1)).toMatchObject({ state, reason: { message: 'so it is' }, fix: null, told: null });
    },
  );

  it('that crashed, with what an operator can do', async () => {
    await store(1, 'crashed');
    expect(await show(1)).toMatchObject({ state: 'crashed', fix: expect.stringContaining('log of the run') });
  });

  it('that is ready, with its desktop, its times and the story of its runs, newest first', async () => {
    const desktop = { kind: 'avd-personal' as const, host: guid(5, 'b'), name: 'avd-1' };
    await store(1, 'ready', { desktop, acceptedToReadySeconds: 12 });
    await api.state.ledger.append(ledgerFact(subject(1), 'one', { step: 'readProfiles' }));
    await api.state.ledger.append(ledgerFact(subject(1), 'two', { step: 'ensureMember' }));
    const body = await show(1);
    expect(body).toMatchObject({
      state: 'ready',
      desktop,
      acceptedToReadySeconds: 12,
      run: `guest-${guid(1)}-3`,
    });
    expect((body['timeline'] as { step: string }[]).map(({ step }) => step)).toEqual([
      'ensureMember',
      'readProfiles',
    ]);
  });

  it('by its id only, in any case', async () => {
    await store(1, 'ready');
    expect((await api.ask('GET', `guests/${guid(1).toUpperCase()}`)).status).toBe(200);
    expect(await api.ask('GET', 'guests/ada@contoso.com')).toMatchObject({
      status: 400,
      body: { title: 'invalid' },
    });
    expect(await api.ask('GET', `guests/${guid(2)}`)).toMatchObject({
      status: 404,
      body: { title: 'not-found' },
    });
  });
});

describe('the admin API lists', () => {
  const ids = async (query: string) => {
    const { guests } = (await api.ask('GET', `guests${query}`)).body as { guests: { id: string }[] };
    return guests.map(({ id }) => id).sort();
  };

  it('guests by state and partner', async () => {
    await store(1, 'ready');
    await store(2, 'held');
    await store(3, 'held', {}, 'fabrikam');
    await api.state.subjects.insert(subjectRow(subject(4, 'host')));
    expect(await ids('')).toEqual([guid(1), guid(2), guid(3)]);
    expect(await ids('?state=held')).toEqual([guid(2), guid(3)]);
    expect(await ids('?state=held&partner=contoso')).toEqual([guid(2)]);
  });

  it('no guests of a state there is not, and says which there are', async () => {
    expect(await api.ask('GET', 'guests?state=readdy')).toMatchObject({
      status: 400,
      body: { title: 'invalid', detail: expect.stringContaining('ready') },
    });
  });
});

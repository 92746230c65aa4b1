import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SAMPLE_POLICY } from '../../../local/demo/sample-policy';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import { freshRow } from '../../../shared/domain/subject-row';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { guid } from '../../shared/state/builders';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

let api: AdminUnderTest;
let bus: MemoryHintBus;
beforeEach(async () => {
  bus = new MemoryHintBus();
  api = await adminUnderTest({ ports: { hints: bus } });
  const observed = { ...SAMPLE_POLICY, mode: { kind: 'observe' } };
  await api.ask('PUT', 'partners/contoso', {
    roles: OPERATOR,
    headers: { 'if-none-match': '*' },
    body: observed,
  });
});
afterEach(() => api.host.stop());

const OPERATOR = ['Gatehouse.Operator'];
const guest = (n: number, record: object = {}, partner: string | null = 'contoso') =>
  api.state.subjects.insert({
    ...freshRow({ kind: 'guest', id: guid(n) }),
    state: 'observed',
    partner,
    detail: { ...EMPTY_GUEST_RECORD, ...record },
  });
const preview = (body: object) => api.ask('POST', 'partners/contoso/mode/preview', { roles: OPERATOR, body });
const set = (body: object) =>
  api.ask('POST', 'partners/contoso/mode', {
    roles: OPERATOR,
    body: { reason: 'the pilot begins', ...body },
    headers: { 'idempotency-key': randomUUID() },
  });
const modeNow = async () => (await api.ask('GET', 'partners/contoso')).body['mode'];
const PILOT = { mode: { kind: 'pilot', guests: [guid(1)] } };
const ENFORCE = { mode: { kind: 'enforce' } };

describe('a step of a partner’s rollout', () => {
  it('is shown guest by guest, and changes nothing by being shown', async () => {
    await guest(1);
    await guest(2);
    await guest(3, { existedBefore: true, homeDomain: 'contoso.com' }, null);
    await guest(4, { homeDomain: 'fabrikam.com' }, null);
    const { status, body } = await preview(ENFORCE);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      unchanged: 0,
      guests: [
        { id: guid(1), before: 'observe', after: null },
        { id: guid(2), before: 'observe', after: null },
        { id: guid(3), before: 'observe', after: 'existed-before' },
      ],
    });
    expect(await modeNow()).toEqual({ kind: 'observe' });
    expect(bus.said).toEqual([]);
  });

  it('is taken by its hash, audited, and has the partner’s guests looked at in waves', async () => {
    for (let n = 1; n <= 25; n += 1) await guest(n);
    const { hash } = (await preview(PILOT)).body;
    expect(await set({ ...PILOT, hash })).toMatchObject({ status: 200, body: { waves: 2 } });
    expect(await modeNow()).toEqual(PILOT.mode);
    expect(bus.said).toHaveLength(25);
    const { entries } = (await api.ask('GET', 'audit', { roles: ['Gatehouse.Reader'] })).body as {
      entries: { action: string; target: string }[];
    };
    expect(entries.map(({ action, target }) => [action, target])).toContainEqual([
      'set-mode',
      'partner/contoso',
    ]);
  });

  it('is refused where a guest came since, and goes back by one request', async () => {
    await guest(1);
    const { hash } = (await preview(PILOT)).body;
    await guest(2, { existedBefore: false });
    const elsewhere = (await preview(ENFORCE)).body['hash'];
    expect(await set({ ...ENFORCE, hash })).toMatchObject({ status: 409 });
    expect(await modeNow()).toEqual({ kind: 'observe' });
    expect((await set({ ...ENFORCE, hash: elsewhere })).status).toBe(200);
    const observe = { mode: { kind: 'observe' } };
    const back = await preview(observe);
    expect(back.body).toMatchObject({
      guests: [
        { before: null, after: 'observe' },
        { before: null, after: 'observe' },
      ],
    });
    expect((await set({ ...observe, hash: back.body['hash'] })).status).toBe(200);
    expect(await modeNow()).toEqual({ kind: 'observe' });
  });
});

describe('a policy that is put with another mode', () => {
  const put = async (changes: object, headers: Record<string, string> = {}) => {
    const { headers: shown } = await api.ask('GET', 'partners/contoso');
    return api.ask('PUT', 'partners/contoso', {
      roles: OPERATOR,
      headers: { 'if-match': shown.get('etag') ?? '', ...headers },
      body: { ...SAMPLE_POLICY, mode: { kind: 'observe' }, ...changes },
    });
  };

  it('is refused, and told by which command to see the difference first', async () => {
    await guest(1);
    const refused = await put({ ...PILOT, enrol: { rule: 'listed', guests: [guid(2)] } });
    expect(refused).toMatchObject({
      status: 428,
      body: {
        detail: expect.stringContaining(
          `gatehouse partner mode contoso pilot --guests ${guid(1)} --enrol listed --enrol-guests ${guid(2)}`,
        ),
      },
    });
    const old = (await preview(PILOT)).body['hash'] as string;
    await guest(2);
    expect((await put(ENFORCE, { 'gatehouse-mode-hash': old })).status).toBe(409);
    expect(await modeNow()).toEqual({ kind: 'observe' });
  });

  it('is stored with the hash of the difference, audited with reason and ticket', async () => {
    await guest(1);
    const hash = (await preview(ENFORCE)).body['hash'] as string;
    const why = { 'gatehouse-reason': encodeURIComponent('Pilot went well'), 'gatehouse-ticket': 'CHG-7' };
    expect((await put(ENFORCE, { 'gatehouse-mode-hash': hash, ...why })).status).toBe(200);
    expect(await modeNow()).toEqual(ENFORCE.mode);
    expect(await api.state.audit.read(1)).toMatchObject([
      { action: 'put-policy', reason: 'Pilot went well', ticket: 'CHG-7', result: 'done' },
    ]);
  });

  it('needs no hash where mode and enrolment stay as they are', async () => {
    expect((await put({ startVm: 'never' })).status).toBe(200);
  });
});

describe('a step that is asked for again', () => {
  it('does nothing twice, but says the hints that a dead process may have left unsaid', async () => {
    await guest(1);
    const { hash } = (await preview(ENFORCE)).body;
    await set({ ...ENFORCE, hash });
    const again = await set({ ...ENFORCE, hash });
    expect(again).toMatchObject({ status: 200, body: { guests: [], waves: 1 } });
    const ids = bus.said.map(({ hint }) => hint.hintId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('the inventory', () => {
  it('tells each guest with its home, partner and sponsor, a page at a time', async () => {
    await guest(1, { existedBefore: true, homeDomain: 'contoso.com' }, null);
    await guest(2, { homeDomain: 'elsewhere.example' }, null);
    const first = (await api.ask('GET', 'inventory?top=1')).body as { guests: object[]; next: string };
    expect(first.guests).toMatchObject([
      { id: guid(1), home: 'contoso.com', partner: 'contoso', existedBefore: true },
    ]);
    const second = (await api.ask('GET', `inventory?top=1&continue=${first.next}`)).body;
    expect(second).toMatchObject({ guests: [{ id: guid(2), partner: null, groups: [] }], next: null });
  });
});

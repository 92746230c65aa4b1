import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SAMPLE_POLICY } from '../../../local/demo/sample-policy';
import { RetryableError } from '../../../shared/domain/codes';
import { subject, subjectRow } from '../../shared/state/builders';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

let api: AdminUnderTest;
let bus: MemoryHintBus;
beforeEach(async () => {
  bus = new MemoryHintBus();
  api = await adminUnderTest({ ports: { hints: bus } });
});
afterEach(() => api.host.stop());

const NEW = { 'if-none-match': '*' };
const OPERATOR = ['Gatehouse.Operator'];
const put = (body: unknown, headers: Record<string, string> = NEW, partner = 'contoso') =>
  api.ask('PUT', `partners/${partner}`, { roles: OPERATOR, headers, body });
const etag = async () => (await api.ask('GET', 'partners/contoso')).headers.get('etag')!;

describe('the policy of a partner', () => {
  it('is put once and read back', async () => {
    expect(await put(SAMPLE_POLICY)).toMatchObject({ status: 201, body: { partner: 'contoso' } });
    expect(await api.ask('GET', 'partners/contoso')).toMatchObject({ status: 200, body: SAMPLE_POLICY });
  });

  it('has its guests looked at again, and whoever was nobody’s guest; no one else', async () => {
    const row = (n: number, partner: string | null) => ({ ...subjectRow(subject(n)), partner });
    for (const [n, partner] of [
      [1, 'contoso'],
      [2, null],
      [3, 'fabrikam'],
    ] as const)
      await api.state.subjects.insert(row(n, partner));
    await put(SAMPLE_POLICY);
    const hinted = bus.takeDue(Infinity) as { id: string }[];
    expect(hinted.map(({ id }) => id).sort()).toEqual([subject(1).id, subject(2).id].sort());
  });

  it('is stored though the bus takes no hint, and says what to do then', async () => {
    await api.state.subjects.insert({ ...subjectRow(subject(1)), partner: 'contoso' });
    bus.send = () => Promise.reject(new RetryableError('unavailable', 'no bus', 5));
    const answer = await put(SAMPLE_POLICY);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('gatehouse-warning')).toContain('apply the policy once more');
  });

  it('that is unknown is not found', async () => {
    expect(await api.ask('GET', 'partners/contoso')).toMatchObject({
      status: 404,
      body: { title: 'not-found' },
    });
  });

  it('is listed with the others, by name', async () => {
    await put({ ...SAMPLE_POLICY, partner: 'fabrikam', domains: ['fabrikam.com'] }, NEW, 'fabrikam');
    await put(SAMPLE_POLICY);
    const { partners } = (await api.ask('GET', 'partners')).body as { partners: { partner: string }[] };
    expect(partners.map(({ partner }) => partner)).toEqual(['contoso', 'fabrikam']);
  });

  it.each([
    ['no precondition', {}],
    ['If-Match: *, which would overwrite whatever is there', { 'if-match': '*' }],
    ['an If-None-Match that names a version', { 'if-none-match': '"1"' }],
  ])('is not written on %s', async (_what, headers) => {
    await put(SAMPLE_POLICY);
    expect(await put({ ...SAMPLE_POLICY, startVm: 'never' }, headers)).toMatchObject({
      status: 428,
      body: { title: 'precondition-required', detail: expect.stringContaining('If-Match') },
    });
    expect((await api.ask('GET', 'partners/contoso')).body['startVm']).toBe('always');
  });

  it('changes with the version that was read, and not with an older one', async () => {
    await put(SAMPLE_POLICY);
    const first = await etag();
    const changed = { ...SAMPLE_POLICY, startVm: 'never' };
    expect((await put(changed, { 'if-match': first })).status).toBe(200);
    expect(await put(SAMPLE_POLICY, { 'if-match': first })).toMatchObject({
      status: 412,
      body: { title: 'precondition-failed', detail: expect.stringContaining('read it again') },
    });
    expect((await api.ask('GET', 'partners/contoso')).body['startVm']).toBe('never');
  });

  it('is not made twice, nor changed before it was made', async () => {
    expect((await put(SAMPLE_POLICY, { 'if-match': '"1"' })).status).toBe(412);
    await put(SAMPLE_POLICY);
    expect((await put(SAMPLE_POLICY)).status).toBe(412);
  });

  it.each([
    ['an unknown field', { ...SAMPLE_POLICY, startVM: 'always' }, 'startVM'],
    [
      'an unknown field further in',
      { ...SAMPLE_POLICY, mode: { kind: 'pilot', guests: [], guest: [] } },
      'mode',
    ],
    ['a missing field', { ...SAMPLE_POLICY, admitWhen: undefined }, 'admitWhen'],
    ['a mode there is not', { ...SAMPLE_POLICY, mode: { kind: 'delete' } }, 'mode'],
    ['text that is no JSON', '{', ''],
  ])('with %s is refused, and the answer says where', async (_what, body, at) => {
    const answer = await put(body);
    expect(answer).toMatchObject({ status: 400, body: { title: 'invalid' } });
    expect(JSON.stringify(answer.body['errors'])).toContain(at);
    expect((await api.ask('GET', 'partners/contoso')).status).toBe(404);
  });

  it('names the partner of its address', async () => {
    expect(await put(SAMPLE_POLICY, NEW, 'fabrikam')).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('another partner') },
    });
  });

  it('claims no domain that another partner has', async () => {
    await put(SAMPLE_POLICY);
    const other = { ...SAMPLE_POLICY, partner: 'fabrikam', domains: ['fabrikam.com', 'Contoso.com'] };
    expect(await put(other, NEW, 'fabrikam')).toMatchObject({
      status: 400,
      body: { detail: 'the domain contoso.com is claimed by partner contoso already' },
    });
    expect((await put({ ...other, domains: ['fabrikam.com'] }, NEW, 'fabrikam')).status).toBe(201);
  });
});

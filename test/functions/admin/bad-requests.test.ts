import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RetryableError, TerminalError } from '../../../shared/domain/codes';
import { SAMPLE_POLICY } from '../../../local/demo/sample-policy';
import { MOST_BODY_BYTES } from '../../../functions/admin/read-json-body';
import { guid, subject, subjectRow } from '../../shared/state/builders';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

let api: AdminUnderTest;
let lookup: () => Promise<never[]>;
beforeAll(async () => {
  api = await adminUnderTest({ ports: { guestLookup: { findByMail: () => lookup() } } });
});
afterAll(() => api.host.stop());

const OPERATOR = ['Gatehouse.Operator'];
const problemOf = async (...asked: Parameters<AdminUnderTest['ask']>) => {
  const { status, headers, body } = await api.ask(...asked);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body).toMatchObject({ type: `urn:gatehouse:problem:${String(body['title'])}`, status });
  return { status, title: body['title'], detail: String(body['detail']), errors: body['errors'] };
};

describe('an id that is none', () => {
  it.each([
    ['guests/ada@contoso.com'],
    ['guests/..%2fpartners'],
    ['guests/%2e%2e%5cpartners'],
    [`guests/${guid(1)}%00`],
    [`guests/${guid(1)}'%20or%20''eq'`],
    [`guests/${guid(1)} `.replace(' ', '%20')],
    ['guests/%F0%9F%92%A3'],
    [`guests/${'a'.repeat(3000)}`],
    ['partners/Contoso'],
    ['partners/..%2f..%2fetc%2fpasswd'],
    ['partners/contoso%27%20or%20%271%27%20eq%20%271'],
    [`partners/${'a'.repeat(41)}`],
  ])('%s reaches no store', async (path) => {
    const { status, title } = await problemOf('GET', path);
    expect([status, title]).toEqual([400, 'invalid']);
  });

  it('is not repeated in the answer', async () => {
    const { detail } = await problemOf('GET', 'guests/ada@contoso.com');
    expect(detail).toContain('must be a GUID');
    expect(detail).not.toContain('ada');
  });
});

describe('a query', () => {
  it.each([
    ['guests?sate=held', 'sate'],
    ['guests?state=held&state=ready', 'state'],
    ['guests?top=0', 'top'],
    ['guests?top=100000', 'top'],
    ['guests?top=ten', 'top'],
    ['guests?partner=Not%20A%20Name', 'partner'],
    ['guests?continue=AAAA', 'continue'],
    ['failures?fingerprint=x', 'fingerprint'],
  ])('%s is refused, and the answer says where', async (path, at) => {
    const { status, detail } = await problemOf('GET', path);
    expect(status).toBe(400);
    expect(detail).toContain(at);
  });
});

describe('a body', () => {
  const put = (body: string, headers: Record<string, string> = {}) =>
    problemOf('PUT', 'partners/contoso', {
      roles: OPERATOR,
      body,
      headers: { 'if-none-match': '*', ...headers },
    });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'of the type %j is not read',
    async (type) => {
      expect(await put(JSON.stringify(SAMPLE_POLICY), { 'content-type': type })).toMatchObject({
        status: 415,
      });
    },
  );

  it('that is too long is not read', async () => {
    const padded = JSON.stringify({ ...SAMPLE_POLICY, padding: 'x'.repeat(MOST_BODY_BYTES) });
    expect(await put(padded)).toMatchObject({ status: 413, title: 'too-large' });
  });

  it.each(['{', '', 'null', '[]', '"text"', '['.repeat(100_000), '{"__proto__": {"partner": "contoso"}}'])(
    'is refused where it is no policy (%#)',
    async (body) => {
      expect(await put(body)).toMatchObject({ status: 400, title: 'invalid' });
    },
  );

  it('changes nothing where it is refused', async () => {
    expect((await api.ask('GET', 'partners')).body).toEqual({ partners: [] });
  });
});

describe('a list that is longer than a page', () => {
  it('is read page by page, each guest once', async () => {
    for (const n of [5, 3, 9, 1, 7])
      await api.state.subjects.insert(subjectRow(subject(n), { state: n === 9 ? 'held' : 'ready' }));
    const seen: string[] = [];
    let next: string | null = '';
    for (let pages = 0; next !== null && pages < 9; pages += 1) {
      const more = next === '' ? '' : `&continue=${next}`;
      const { body } = await api.ask('GET', `guests?top=2&state=ready${more}`);
      seen.push(...(body['guests'] as { id: string }[]).map(({ id }) => id));
      next = body['next'] as string | null;
    }
    expect(seen).toEqual([1, 3, 5, 7].map((n) => guid(n)));
  });

  it('is not gone on with in another list', async () => {
    const { body } = await api.ask('GET', 'guests?top=2');
    const token = String(body['next']);
    expect((await api.ask('GET', `guests?top=2&continue=${token}`)).status).toBe(200);
    expect(await problemOf('GET', `guests?state=held&continue=${token}`)).toMatchObject({ status: 400 });
    expect(await problemOf('GET', `guests?continue=${token.slice(0, -3)}`)).toMatchObject({ status: 400 });
  });
});

describe('a guest is found by mail', () => {
  const find = (mail: string) => api.ask('POST', 'guests/find', { body: { mail } });

  it('through the directory, and the address is in no log and no answer', async () => {
    lookup = () => Promise.resolve([]);
    expect((await find('ada@contoso.com')).body).toEqual({ ids: [] });
    lookup = () => Promise.reject(new RetryableError('throttled', 'Graph asks to wait', 7));
    const throttled = await find('ada@contoso.com');
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([503, '7']);
    lookup = () => Promise.reject(new TerminalError('forbidden', 'grant User.Read.All'));
    expect(await find('ada@contoso.com')).toMatchObject({ status: 502, body: { code: 'forbidden' } });
    expect((await find('no address')).status).toBe(400);
    expect(JSON.stringify(api.host.log)).not.toContain('ada@');
  });

  it('and a defect is told by its place in the log', async () => {
    lookup = () => Promise.reject(new TypeError('secret detail'));
    const { status, body } = await find('ada@contoso.com');
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
    const id = String(body['instance']).replace('urn:uuid:', '');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(api.host.log.some(({ text }) => text.includes('findGuests failed'))).toBe(true);
  });
});

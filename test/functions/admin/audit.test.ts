import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ADMIN_ROUTES } from '../../../functions/admin/admin-routes';
import { SAMPLE_POLICY } from '../../../local/demo/sample-policy';
import type { AuditEntry, AuditFact } from '../../../shared/domain/audit-entry';
import { RetryableError } from '../../../shared/domain/codes';
import { guid, NOON } from '../../shared/state/builders';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

let api: AdminUnderTest;
beforeEach(async () => {
  api = await adminUnderTest();
});
afterEach(() => api.host.stop());

const OPERATOR = ['Gatehouse.Operator'];
const put = (headers: Record<string, string>, body: unknown = SAMPLE_POLICY) =>
  api.ask('PUT', 'partners/contoso', {
    roles: OPERATOR,
    headers: { 'if-none-match': '*', ...headers },
    body,
  });
const entries = async (query = '') =>
  (await api.ask('GET', `audit${query}`)).body as unknown as { entries: AuditEntry[]; next: string | null };
const fact = (n: number, changes: Partial<AuditFact> = {}): AuditFact => ({
  opId: `op-${n}`,
  at: NOON,
  actor: { kind: 'person', id: guid(n % 2, 'e') },
  action: n % 3 === 0 ? 'cut-partner' : 'put-policy',
  target: 'partner/contoso',
  plan: null,
  reason: null,
  ticket: null,
  result: 'done',
  detail: null,
  ...changes,
});

describe('whatever changes something', () => {
  it('is audited, whichever route it is', () => {
    const changing = ADMIN_ROUTES.filter(({ method, isQuestion }) => method !== 'GET' && !isQuestion);
    expect(changing.length).toBeGreaterThan(0);
    expect(changing.filter(({ isAudited }) => !isAudited).map(({ name }) => name)).toEqual([]);
  });

  it('is audited with who, what, why and the result', async () => {
    await put({ 'gatehouse-reason': encodeURIComponent('Añadir socio'), 'gatehouse-ticket': 'CHG-17' });
    expect((await entries()).entries).toMatchObject([
      {
        seq: 1,
        actor: { kind: 'app', id: guid(9, 'e') },
        action: 'put-policy',
        target: 'partner/contoso',
        reason: 'Añadir socio',
        ticket: 'CHG-17',
        result: 'done',
        detail: { mode: SAMPLE_POLICY.mode.kind },
      },
    ]);
  });

  it('and is refused is audited as refused', async () => {
    await put({});
    await put({});
    expect((await entries()).entries.map(({ result }) => result)).toEqual(['refused', 'done']);
  });

  it('keeps no mail address as a reason', async () => {
    await put({ 'gatehouse-reason': 'asked by ada@contoso.com' });
    expect((await entries()).entries[0]).toMatchObject({ reason: null });
  });

  it('is said not to be done where it cannot be audited', async () => {
    const audit = {
      ...api.state.audit,
      append: () => Promise.reject(new RetryableError('unavailable', 'no', 1)),
    };
    const deaf = await adminUnderTest({ ports: { audit } });
    try {
      const headers = { 'if-none-match': '*' };
      const answer = await deaf.ask('PUT', 'partners/contoso', {
        roles: OPERATOR,
        headers,
        body: SAMPLE_POLICY,
      });
      expect(answer.status).toBe(503);
    } finally {
      await deaf.host.stop();
    }
  });
});

describe('the audit is read', () => {
  beforeEach(async () => {
    for (let n = 1; n <= 7; n += 1)
      await api.state.audit.append(fact(n, { at: `2026-09-0${n}T12:00:00.000Z` }));
  });
  const seqs = async (query: string) => (await entries(query)).entries.map(({ seq }) => seq);

  it('page by page, the newest first', async () => {
    const first = await entries('?top=3');
    const second = await entries(`?top=3&continue=${first.next ?? ''}`);
    const third = await entries(`?top=3&continue=${second.next ?? ''}`);
    expect([first, second, third].map((page) => page.entries.map(({ seq }) => seq))).toEqual([
      [7, 6, 5],
      [4, 3, 2],
      [1],
    ]);
    expect(third.next).toBeNull();
  });

  it('by actor, action, target and time', async () => {
    expect(await seqs(`?actor=${guid(1, 'e')}`)).toEqual([7, 5, 3, 1]);
    expect(await seqs('?action=cut-partner')).toEqual([6, 3]);
    expect(await seqs('?target=partner/fabrikam')).toEqual([]);
    expect(await seqs('?since=2026-09-06T00:00:00.000Z')).toEqual([7, 6]);
    expect((await api.ask('GET', 'audit?since=yesterday')).status).toBe(400);
  });
});

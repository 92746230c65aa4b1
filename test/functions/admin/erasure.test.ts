import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import { pseudonymousAudit } from '../../../shared/state/pseudonymous-audit';
import { guid, ledgerFact, NOON, notice, subject, subjectRow } from '../../shared/state/builders';
import { memoryState } from '../../shared/state/on-both-adapters';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

const state = memoryState();
let api: AdminUnderTest;
beforeEach(async () => {
  api = await adminUnderTest({ ports: { ...state, audit: pseudonymousAudit(state) } });
});
afterEach(() => api.host.stop());

const removal = { because: 'planned', startedAt: NOON, removedAt: NOON, deleteAccountAt: null } as const;
const store = (n: number, as: string) =>
  state.subjects.insert(
    subjectRow(subject(n), { state: as, live: false, detail: { ...EMPTY_GUEST_RECORD, removal } }),
  );
const erase = (n: number, roles = ['Gatehouse.Approver'], reason = 'asked for by the person') =>
  api.ask('POST', `guests/${guid(n)}/erase`, { roles, body: { reason } });

describe('POST guests/{id}/erase', () => {
  it('erases a removed guest, answers "already" then, and names nobody in the audit', async () => {
    await store(1, 'removed');
    const first = await erase(1);
    expect(first).toMatchObject({ status: 200, body: { outcome: 'erased' } });
    expect((await erase(1)).body).toEqual({ outcome: 'already', pseudonym: null });
    const entries = await state.audit.read(10);
    expect(entries.map(({ action }) => action)).toEqual(['ask-erasure', 'ask-erasure', 'erase-guest']);
    expect(JSON.stringify(entries)).not.toContain(guid(1));
    expect((await api.ask('GET', `guests/${guid(1)}`)).status).toBe(404);
  });

  it('says what to do first where the guest is not removed, and leaves it', async () => {
    await store(2, 'ready');
    expect(await erase(2)).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/offboard it/) },
    });
    expect(await state.subjects.read(subject(2))).toBeDefined();
  });

  it('gives everything that is held of a guest, and nothing of another', async () => {
    for (const n of [5, 6]) {
      await store(n, 'removed');
      await state.ledger.append(ledgerFact(subject(n), 'op'));
      await state.noticeOutbox.add(notice(n));
      await state.sightings.record(guid(n), [{ id: 'a', at: NOON, by: 'webhook', fact: 'changed' }]);
    }
    const { status, body } = await api.ask('GET', `guests/${guid(5)}/export`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ id: guid(5), guest: { state: 'removed' }, timeline: [{ opId: 'op' }] },
      ...{ notices: [{ guest: guid(5) }], sightings: [{ sightings: [{ id: 'a' }] }] },
    });
    expect(JSON.stringify(body)).not.toContain(guid(6));
    expect((await api.ask('GET', `guests/${guid(7)}/export`)).status).toBe(404);
  });

  it('takes an Approver, and a reason that names nobody by an id', async () => {
    await store(3, 'removed');
    expect((await erase(3, ['Gatehouse.Operator'])).status).toBe(403);
    expect((await erase(3, ['Gatehouse.Approver'], `erase ${guid(3)}`)).status).toBe(400);
    expect(await state.subjects.read(subject(3))).toBeDefined();
  });

  it('finds a guest, and its entries in the audit, by pseudonym and by object id', async () => {
    await store(4, 'removed');
    const pseudonym = await state.pseudonyms.ensure(guid(4));
    const fact = { actor: { kind: 'person' as const, id: guid(9) }, reason: null, ticket: null, plan: null };
    await pseudonymousAudit(state).append({
      ...{ ...fact, opId: 'op', at: NOON, action: 'invite-guest', target: `guest/${guid(4)}` },
      ...{ result: 'done', detail: {} },
    });
    expect((await api.ask('GET', `guests/${pseudonym}`)).body).toMatchObject({ id: guid(4) });
    const { body } = await api.ask('GET', `audit?target=guest%2F${guid(4)}`);
    expect(body['entries']).toMatchObject([{ action: 'invite-guest', target: `guest/${pseudonym}` }]);
  });
});

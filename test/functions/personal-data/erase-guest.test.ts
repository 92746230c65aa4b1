import { beforeEach, describe, expect, it } from '@jest/globals';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { eraseGuest } from '../../../functions/personal-data/erase-guest';
import type { ErasureDeps } from '../../../functions/personal-data/erasure-deps';
import { anchorAudit } from '../../../functions/schedules/anchor-audit';
import { findBreak } from '../../../shared/domain/audit-chain';
import { EMPTY_GUEST_RECORD, type GuestRecord } from '../../../shared/domain/guest-record';
import { guestId } from '../../../shared/domain/ids';
import { openStage } from '../../../shared/domain/partner-stage';
import { removalOrderSchema } from '../../../shared/domain/removal-order';
import { memoryAuditAnchors } from '../../../shared/state/memory/memory-audit-anchors';
import { memoryDocuments } from '../../../shared/state/memory/memory-documents';
import { pseudonymousAudit } from '../../../shared/state/pseudonymous-audit';
import type { StatePorts } from '../../../shared/state/table/open-tables';
import {
  failure,
  guid,
  hostRecord,
  ledgerFact,
  leaseOf,
  notice,
  NOON,
  policy,
  subject,
  subjectRow,
  wish,
} from '../../shared/state/builders';
import { azuriteOfThisFile, memoryState } from '../../shared/state/on-both-adapters';
import { planRecord } from '../../shared/state/plan-record-builder';
import { contextOf } from '../events/events-under-test';

const ADA = guestId(guid(1));
const BEN = guestId(guid(2));
const APPROVER = { kind: 'person' as const, id: guid(7, 'e') };
const PLAN = guid(6, 'b');
const ERASURE = { actor: APPROVER, reason: 'asked for', ticket: null };
const LATER = '2026-10-01T12:00:00.000Z';
const refused = { code: 'forbidden', message: 'no' } as const;
const removal = { because: 'planned' as const, startedAt: NOON, removedAt: NOON, deleteAccountAt: null };
const row = (n: number, changes: Partial<GuestRecord> = {}, state = 'removed') =>
  subjectRow(subject(n), {
    ...{ state, live: false, partner: 'contoso' },
    detail: { ...EMPTY_GUEST_RECORD, homeDomain: 'contoso.com', removal, ...changes },
  });
const order = removalOrderSchema.parse({
  ...{ guest: ADA, action: 'disable-account', partner: 'contoso', target: null, plan: null, askedAt: NOON },
  ...{ askedBy: `guest-${ADA}-1`, state: 'done', refused: null, before: null, receipt: null },
});

const undoOf = (guest: string, as: 'asked' | 'done') => ({
  name: `undo-${guest}`,
  savedAt: NOON,
  detail: {
    ...{ plan: PLAN, partner: 'contoso', undoes: null, steps: [], askedAt: NOON },
    ...{ state: as, because: null },
  },
});

/** Ada and Ben in every table there is; Ada was removed. */
async function fill(state: StatePorts): Promise<void> {
  const audit = pseudonymousAudit(state);
  for (const n of [1, 2]) {
    const id = guestId(guid(n));
    await state.subjects.insert(row(n));
    await state.ledger.append(ledgerFact(subject(n), 'op-1'));
    await state.ledger.append(ledgerFact(subject(n), 'op-2', { evidence: { guest: id } }));
    await state.invitedGuests.record({
      guest: id,
      invitedBy: APPROVER.id,
      sponsor: null,
      at: NOON,
      language: null,
    });
    await state.sightings.record(id, [{ id: 'a', at: NOON, by: 'webhook', fact: 'changed' }]);
    await state.outbox.put(wish(1, n, { refused }));
    await state.cursors.save(undoOf(id, 'done'), undefined);
    await state.noticeOutbox.add(notice(n));
    await audit.append({
      ...{ opId: `op-${id}`, at: NOON, actor: APPROVER, action: 'invite-guest', target: `guest/${id}` },
      ...{ plan: null, reason: null, ticket: null, result: 'done', detail: { guest: id } },
    });
  }
  await state.subjects.insert(subjectRow(subject(1, 'order'), { live: false }));
  await state.ledger.append(ledgerFact(subject(1, 'order'), 'op-1'));
  await state.orders.insert(order);
  const dirty = { kind: 'dirty' as const, lastGuest: ADA, lastPartner: 'contoso', at: NOON };
  await state.hosts.insert(hostRecord(1, { lease: dirty, waiting: [BEN] }));
  await state.plans.insert(planRecord({ id: PLAN, state: 'finished' }));
  await state.plans.addSubjects(PLAN, [subject(1), subject(2)]);
  const detail = { failed: [{ id: ADA, because: 'not-settled' }], appeared: [BEN] };
  await state.cursors.save({ name: `plan-${PLAN}`, savedAt: NOON, detail }, undefined);
  const checks = [{ check: 'members', isGood: false, observed: `${ADA} is a member` }];
  await state.stages.put({ ...openStage('contoso'), confirmations: [{ at: NOON, checks }] }, undefined);
}

let state: StatePorts;
const depsOf = (ports: StatePorts): ErasureDeps => ({
  ...ports,
  audit: pseudonymousAudit(ports),
  now: () => new Date(LATER),
});
const erase = (ports = state) => eraseGuest(depsOf(ports), ADA, ERASURE);
const chainOf = async (ports: StatePorts) => (await ports.audit.read(100)).reverse();

describe('erasing a guest', () => {
  beforeEach(async () => {
    state = memoryState();
    await fill(state);
  });

  it('leaves a whole chain in which nobody finds the guest, and everybody else', async () => {
    const pseudonym = await state.pseudonyms.find(ADA);
    expect(await erase()).toEqual({ kind: 'erased', pseudonym });
    const chain = await chainOf(state);
    expect(findBreak(chain)).toBeUndefined();
    expect(chain.at(-1)).toMatchObject({
      ...{ action: 'erase-guest', target: `guest/${pseudonym}`, actor: APPROVER, reason: 'asked for' },
    });
    expect(JSON.stringify(chain)).not.toContain(ADA);
    expect(await state.pseudonyms.list()).toEqual(new Map([[await state.pseudonyms.find(BEN), BEN]]));
    expect((await state.subjects.read(subject(2)))?.value).toEqual(row(2));
    expect(await state.ledger.read(subject(2))).toHaveLength(2);
    expect((await state.hosts.list())[0]).toMatchObject({
      lease: { kind: 'dirty', lastPartner: 'contoso' },
      waiting: [BEN],
    });
  });

  it('answers "already" the second time, and for whom nobody knows; no trace is made by asking', async () => {
    await erase();
    expect(await erase()).toEqual({ kind: 'already' });
    expect(await state.pseudonyms.find(ADA)).toBeUndefined();
    expect((await chainOf(state)).filter(({ action }) => action === 'erase-guest')).toHaveLength(1);
  });

  it('is taken up again where it broke off', async () => {
    const deps = depsOf(state);
    const broken = {
      ...deps,
      audit: { ...deps.audit, append: () => Promise.reject(new Error('no audit now')) },
    };
    await expect(eraseGuest(broken, ADA, ERASURE)).rejects.toThrow('no audit now');
    expect(await state.subjects.read(subject(1))).toBeUndefined();
    expect(await erase()).toMatchObject({ kind: 'erased' });
    expect(await erase()).toEqual({ kind: 'already' });
  });

  it('is a new guest when it comes back', async () => {
    const before = await state.pseudonyms.find(ADA);
    await erase();
    await state.subjects.insert(row(1, {}, 'working'));
    expect(await state.pseudonyms.ensure(ADA)).not.toBe(before);
    expect(await state.ledger.append(ledgerFact(subject(1), 'op-1'))).toMatchObject({ seq: 1 });
  });

  it('is no lost ledger to the hourly anchor', async () => {
    let at = LATER;
    const anchors = {
      ...depsOf(state),
      anchors: memoryAuditAnchors(),
      documents: memoryDocuments(),
      now: () => new Date(at),
    };
    await anchorAudit(anchors)(contextOf());
    await erase();
    at = '2026-10-01T13:41:00.000Z';
    await anchorAudit(anchors)(contextOf());
    expect(await state.failures.list()).toEqual([]);
  });

  const rowIs = async (changes: object) => {
    const { etag, value } = (await state.subjects.read(subject(1)))!;
    await state.subjects.replace({ ...value, ...changes }, etag);
  };
  it.each([
    ['is not removed', () => rowIs({ state: 'ready' }), /is ready, not removed/],
    ['has a run under way', () => rowIs({ live: true }), /run of the guest is under way/],
    [
      'is to lose its account',
      () => rowIs({ detail: { ...EMPTY_GUEST_RECORD, removal: { ...removal, deleteAccountAt: LATER } } }),
      /is to be deleted/,
    ],
    [
      'was at work lately',
      () => state.ledger.append(ledgerFact(subject(1), 'op-3', { at: LATER })),
      /after 2026-10-09/,
    ],
    [
      'is named by an open failure',
      () => state.failures.open(failure('print', 'k', { evidence: [ADA] })),
      /\(print\)/,
    ],
    [
      'is listed by a policy',
      () => state.partners.put(policy('contoso', [ADA]), undefined),
      /policy of contoso/,
    ],
    [
      'is to be let in again',
      async () => state.cursors.save(undoOf(ADA, 'asked'), (await state.cursors.read(`undo-${ADA}`))?.etag),
      /undo of the guest is under way/,
    ],
    ['has a host', () => state.hosts.insert(hostRecord(2, { lease: leaseOf(1) })), /still leased/],
    ['waits for a group', () => state.outbox.put(wish(2, 1)), /still to be changed/],
    [
      'is named by a running plan',
      async () => {
        const start = { by: guid(1), at: NOON, reason: 'r', ticket: null, inputs: [] };
        await state.plans.insert(planRecord({ id: guid(9), state: 'running', start }));
        await state.plans.addSubjects(guid(9), [subject(1)]);
      },
      /plan a.* is under way/,
    ],
  ])('is refused, and nothing done, while the guest %s', async (_why, prepare, message) => {
    await prepare();
    expect(await erase()).toEqual({ kind: 'refused', message: expect.stringMatching(message) });
    expect(await state.invitedGuests.has(ADA)).toBe(true);
    expect(await state.pseudonyms.find(ADA)).toBeDefined();
  });
});

describe('the tables after an erasure', () => {
  const { azurite, fresh } = azuriteOfThisFile();

  it('hold the object id nowhere but in ledgers of hosts, groups and jobs, as docs/adr/0009 says', async () => {
    const ports = await fresh();
    await fill(ports);
    await ports.ledger.append(ledgerFact(subject(1, 'host'), 'op', { evidence: { guest: ADA } }));
    const naming = async () =>
      (await dump(azurite().connectionString))
        .filter(([, text]) => text.includes(ADA))
        .map(([table]) => table);
    expect(new Set(await naming()).size).toBeGreaterThan(9);
    expect((await erase(ports)).kind).toBe('erased');
    const left = (await dump(azurite().connectionString)).filter(([, text]) => text.includes(ADA));
    expect(left.map(([table, text]) => [table, /"kind":"(\w+)"/.exec(text)?.[1]])).toEqual([
      ['Ledger', 'host'],
    ]);
    expect(findBreak(await chainOf(ports))).toBeUndefined();
  });
});

/** Every row of every table as it is stored, with the table's name. */
async function dump(connectionString: string): Promise<[string, string][]> {
  const insecure = { allowInsecureConnection: true };
  const rows: [string, string][] = [];
  for await (const { name = '' } of TableServiceClient.fromConnectionString(
    connectionString,
    insecure,
  ).listTables()) {
    const client = TableClient.fromConnectionString(connectionString, name, insecure);
    for await (const entity of client.listEntities())
      rows.push([name.replace(/^test\d+x/, ''), JSON.stringify(entity)]);
  }
  return rows;
}

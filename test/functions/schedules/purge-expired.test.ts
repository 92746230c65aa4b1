import { beforeEach, describe, expect, it } from '@jest/globals';
import { anchorAudit } from '../../../functions/schedules/anchor-audit';
import { expiriesOf } from '../../../functions/schedules/expiries';
import { purgeExpired } from '../../../functions/schedules/purge-expired';
import { forgottenPlaces } from '../../../shared/domain/forgotten-entries';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import { openStage } from '../../../shared/domain/partner-stage';
import { retentionSchema } from '../../../shared/domain/retention';
import { ChainVerifier } from '../../../shared/domain/verify-chain';
import type { Subject } from '../../../shared/domain/subject';
import { memoryAuditAnchors } from '../../../shared/state/memory/memory-audit-anchors';
import { memoryDocuments } from '../../../shared/state/memory/memory-documents';
import { failure, guid, ledgerFact, subject, subjectRow } from '../../shared/state/builders';
import { memoryState } from '../../shared/state/on-both-adapters';
import { planRecord } from '../../shared/state/plan-record-builder';
import { silentMetrics } from '../../support/silent-metrics';
import { contextOf } from '../events/events-under-test';

const NOW = '2026-11-26T03:23:00.000Z';
const daysAgo = (days: number) => new Date(Date.parse(NOW) - days * 86_400_000).toISOString();

let at: string;
let figures: [string, number, unknown][];
const newDeps = () => ({
  ...memoryState(),
  documents: memoryDocuments(),
  anchors: memoryAuditAnchors(),
  metrics: {
    ...silentMetrics,
    record: (...told: [string, number, unknown?]) =>
      void figures.push([...told, undefined].slice(0, 3) as [string, number, unknown]),
  },
  retention: retentionSchema.parse(''),
  now: () => new Date(at),
});
let deps: ReturnType<typeof newDeps>;
beforeEach(() => {
  at = NOW;
  figures = [];
  deps = newDeps();
});
const tick = (log: string[] = []) => purgeExpired({ ...deps, expiries: expiriesOf(deps) })(contextOf(log));
const audited = async () => (await deps.audit.read(50)).filter(({ action }) => action === 'purge-expired');

const tell = async (of: Subject, ...ages: number[]) => {
  for (const age of ages) await deps.ledger.append(ledgerFact(of, `op-${age}`, { at: daysAgo(age) }));
};
const ages = async (of: Subject) =>
  (await deps.ledger.read(of)).map(({ at: when, step }) => `${step} ${when}`);
const verified = async (of: Subject) => {
  const entries = await deps.ledger.read(of);
  const verifier = new ChainVerifier([], forgottenPlaces(entries));
  for (const entry of entries) verifier.take(entry);
  return verifier.verdict().findings;
};

describe('the nightly purge', () => {
  it('says nothing where nothing has had its time', async () => {
    await tell(subject(1), 399, 1);
    await tick();
    expect(await audited()).toEqual([]);
    expect(await ages(subject(1))).toHaveLength(2);
  });

  it('counts what it forgot, in the audit and as figures, and a second time finds nothing', async () => {
    await deps.sightings.record(guid(1), [{ id: 'a', at: daysAgo(40), by: 'webhook', fact: 'changed' }]);
    await deps.idempotencyKeys.insert({
      ...{ caller: guid(1), keyHash: 'a'.repeat(64), requestHash: 'b'.repeat(64) },
      ...{ takenAt: daysAgo(3), answer: null },
    });
    await tick();
    at = '2026-11-26T03:25:00.000Z';
    await tick();
    expect(await audited()).toMatchObject([
      {
        actor: { kind: 'service' },
        result: 'done',
        detail: { purged: { keys: 1, sightings: 1, ledger: 0 } },
      },
    ]);
    expect(figures).toContainEqual(['gatehouse.purged', 1, { table: 'sightings' }]);
  });

  it('holds no other table up where one fails, and fails in the end', async () => {
    await deps.sightings.record(guid(1), [{ id: 'a', at: daysAgo(40), by: 'webhook', fact: 'changed' }]);
    deps.idempotencyKeys.purgeBefore = () => Promise.reject(new Error('the table does not answer'));
    const log: string[] = [];
    await expect(tick(log)).rejects.toThrow('does not answer');
    expect(await deps.sightings.from('2026-01-01')).toEqual([]);
    expect(await audited()).toMatchObject([{ result: 'failed' }]);
    expect(log.join(' ')).toContain('keys');
  });
});

describe('a ledger', () => {
  const HOST = subject(1, 'host');

  it('is shortened once it is a month overdue, and says so itself: it still verifies', async () => {
    await tell(HOST, 440, 420, 410, 10);
    await tick();
    expect(await ages(HOST)).toEqual([`forgetEntries ${NOW}`, `ensureMember ${daysAgo(10)}`]);
    expect(await verified(HOST)).toEqual([]);
    await tell(HOST, 5);
    await tick();
    expect(await ages(HOST)).toHaveLength(3);
  });

  it('shows a loss all the same', async () => {
    await tell(HOST, 440, 10, 9, 8);
    await tick();
    await deps.ledger.removeUpTo(HOST, 3);
    expect(await verified(HOST)).toMatchObject([{ kind: 'removed', from: 1, to: 3 }]);
  });

  it('of somebody nothing happens to keeps the word about what was forgotten, for good', async () => {
    await tell(HOST, 500);
    await tick();
    at = new Date(Date.parse(NOW) + 500 * 86_400_000).toISOString();
    await tick();
    expect(await ages(HOST)).toEqual([`forgetEntries ${NOW}`]);
    expect(await verified(HOST)).toEqual([]);
  });

  it('is no lost one to the hourly anchor', async () => {
    await deps.subjects.insert(subjectRow(HOST, { live: false }));
    await tell(HOST, 440, 10);
    await anchorAudit(deps)(contextOf());
    await tick();
    at = '2026-11-26T04:41:00.000Z';
    await anchorAudit(deps)(contextOf());
    expect(await deps.failures.list()).toEqual([]);
  });

  it.each([
    ['whose run goes on', () => deps.subjects.insert(subjectRow(HOST, { live: true }))],
    ['with an open failure', () => deps.failures.open(failure('f', 'k', { subject: HOST }))],
    [
      'that a running plan names',
      async () => {
        const start = { by: guid(1), at: NOW, reason: 'r', ticket: null, inputs: [] };
        await deps.plans.insert(planRecord({ state: 'running', start }));
        await deps.plans.addSubjects(planRecord().id, [HOST]);
      },
    ],
  ])('stays whole: one %s', async (_which, prepare) => {
    await tell(HOST, 500, 10);
    await prepare();
    await tick();
    expect(await ages(HOST)).toHaveLength(2);
  });
});

describe('a plan', () => {
  const body = 'the frozen body';
  const start = { by: guid(2), at: daysAgo(500), reason: 'r', ticket: null, inputs: [] };
  const ended = (changes: object = {}) => ({
    ...planRecord({
      createdAt: daysAgo(501),
      expiresAt: daysAgo(500),
      start,
      state: 'finished',
      approval: null,
    }),
    ...changes,
  });
  const store = async (changes: object = {}) => {
    const hash = await deps.documents.put(body);
    const list = await deps.documents.put('the list');
    const record = ended({ hash, ...changes });
    await deps.plans.insert(record);
    await deps.plans.addSubjects(record.id, [subject(1)]);
    await deps.cursors.save({ name: `plan-${record.id}`, savedAt: NOW, detail: { list } }, undefined);
    return { id: record.id, hash, list };
  };

  it('that ended long ago goes with its body, its list and whom it named', async () => {
    const { id, hash, list } = await store();
    await tick();
    expect(await deps.plans.list()).toEqual([]);
    expect(await deps.plans.names(id, subject(1))).toBe(false);
    expect([await deps.documents.read(hash), await deps.documents.read(list)]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await deps.cursors.read(`plan-${id}`)).toBeUndefined();
  });

  it.each([
    ['runs still', { state: 'running' }],
    ['is paused', { state: 'paused' }],
    ['ended lately', { start: { ...start, at: daysAgo(399) } }],
  ])('that %s stays', async (_why, changes) => {
    const { hash } = await store(changes);
    await tick();
    expect(await deps.plans.list()).toHaveLength(1);
    expect(await deps.documents.read(hash)).toBe(body);
  });

  it('that a partner’s undo is at stays', async () => {
    const { id } = await store();
    await deps.cursors.save({ name: 'undo-of-contoso', savedAt: NOW, detail: { plan: id } }, undefined);
    await tick();
    expect(await deps.plans.list()).toHaveLength(1);
  });

  it('that keeps a partner’s guests out stays, and a list that another plan uses too', async () => {
    const { id, hash } = await store();
    await deps.stages.put({ ...openStage('contoso'), stage: 'removed', plan: { id, hash } }, undefined);
    const other = await store({ id: guid(8) });
    await tick();
    expect((await deps.plans.list()).map((record) => record.id)).toEqual([id]);
    expect(await deps.documents.read(other.list)).toBe('the list');
  });
});

it('keeps of the hourly heads what is younger than they are kept, and the newest in any case', async () => {
  await deps.subjects.insert(subjectRow(subject(1), { live: false }));
  await tell(subject(1), 200);
  const names: string[] = [];
  for (const age of [120, 100, 95]) {
    at = daysAgo(age);
    await anchorAudit(deps)(contextOf());
    names.push(((await deps.audit.read(1))[0]!.detail as { document: string }).document);
  }
  at = NOW;
  await tick();
  await tick();
  const left = await Promise.all(names.map((name) => deps.documents.read(name)));
  expect(left.map((text) => text !== undefined)).toEqual([false, false, true]);
});

it('erases who was removed long ago, and nobody else', async () => {
  const removed = (days: number) => ({
    ...EMPTY_GUEST_RECORD,
    removal: {
      because: 'planned' as const,
      startedAt: daysAgo(days),
      removedAt: daysAgo(days),
      deleteAccountAt: null,
    },
  });
  for (const [n, days] of [800, 700].entries())
    await deps.subjects.insert(
      subjectRow(subject(n), { state: 'removed', live: false, detail: removed(days) }),
    );
  await tick();
  expect(await deps.subjects.read(subject(0))).toBeUndefined();
  expect(await deps.subjects.read(subject(1))).toBeDefined();
  expect((await audited())[0]?.detail).toMatchObject({ purged: { guests: 1 } });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import { latestLedgerHeads } from '../../../functions/latest-ledger-heads';
import { anchorAudit, type AnchorDeps } from '../../../functions/schedules/anchor-audit';
import type { AuditFact } from '../../../shared/domain/audit-entry';
import { chained } from '../../../shared/domain/chain';
import type { LedgerEntry } from '../../../shared/domain/ledger-entry';
import { subjectKey, type Subject } from '../../../shared/domain/subject';
import { memoryAuditAnchors } from '../../../shared/state/memory/memory-audit-anchors';
import { memoryDocuments } from '../../../shared/state/memory/memory-documents';
import { ledgerFact, NOON, subject, subjectRow } from '../../shared/state/builders';
import { memoryState } from '../../shared/state/on-both-adapters';
import { contextOf } from '../events/events-under-test';

const ADA = subject(1);
let key: string;
let deps: AnchorDeps;
let log: string[];
let at: string;
beforeEach(async () => {
  deps = {
    ...memoryState(),
    anchors: memoryAuditAnchors(),
    documents: memoryDocuments(),
    now: () => new Date(at),
  };
  log = [];
  key = subjectKey({ ...ADA, id: await deps.pseudonyms.ensure(ADA.id) });
  await deps.subjects.insert(subjectRow(ADA));
  for (const n of [1, 2, 3]) await deps.ledger.append(ledgerFact(ADA, `op-${n}`));
});

const tick = (time: string) => {
  at = `2026-09-01T${time}:00.000Z`;
  return anchorAudit(deps)(contextOf(log));
};
const audited = async () => (await deps.audit.read(10)).map(({ action, detail }) => ({ action, detail }));
/** Somebody with the keys of the storage account puts another ledger there. */
const forge = (entries: LedgerEntry[]) => {
  deps = {
    ...deps,
    ledger: {
      ...deps.ledger,
      read: (_of: Subject, top = Infinity) => Promise.resolve(entries.slice(0, top)),
    },
  };
};
const anchorFact = (document: string): AuditFact => ({
  opId: 'earlier',
  at: NOON,
  actor: { kind: 'service', id: 'anchorAudit' },
  action: 'anchor-ledgers',
  target: 'ledgers',
  plan: null,
  reason: null,
  ticket: null,
  result: 'done',
  detail: { document, ledgers: 1 },
});
const findings = async () => (await deps.failures.list()).map(({ code, message }) => `${code}: ${message}`);

describe('the hourly anchor', () => {
  it('audits the heads of all ledgers and keeps the head of the audit elsewhere', async () => {
    await tick('12:41');
    const [entry] = await deps.audit.read(1);
    expect(entry).toMatchObject({
      action: 'anchor-ledgers',
      actor: { kind: 'service' },
      detail: { ledgers: 1 },
    });
    expect(await deps.anchors.list()).toEqual([{ seq: 1, hash: entry?.hash, at }]);
    const [newest] = await deps.ledger.read(ADA, 1);
    expect((await latestLedgerHeads(deps))?.heads).toEqual({ [key]: [3, newest?.hash] });
  });

  it('audits once an hour, however often it runs', async () => {
    await tick('12:41');
    await tick('12:42');
    expect(await audited()).toHaveLength(1);
    await deps.ledger.append(ledgerFact(ADA, 'op-4'));
    await tick('13:41');
    expect(await audited()).toHaveLength(2);
    expect(await findings()).toEqual([]);
  });

  it.each([
    ['lost its newest entries', (all: LedgerEntry[]) => all.slice(1), /ends at 2, it once reached 3/],
    ['is gone', () => [], /ends at 0, it once reached 3/],
    [
      'was written anew, longer than before',
      (all: LedgerEntry[]) => {
        const other: LedgerEntry[] = [];
        for (const n of [...all, ...all].keys())
          other.unshift(chained(ledgerFact(ADA, `op-${n}`, { message: 'never happened' }), other[0]));
        return other;
      },
      /entry 3 is not the one that was kept/,
    ],
  ])('raises a failure for a ledger that %s, and goes on saying so', async (_what, forged, says) => {
    const all = await deps.ledger.read(ADA);
    await tick('12:41');
    forge(forged(all));
    await tick('13:41');
    await tick('14:41');
    expect(await findings()).toEqual([expect.stringMatching(says)]);
    expect(log.join(' ')).toMatch(/is broken/);
    expect((await latestLedgerHeads(deps))?.heads[key]?.[0]).toBe(3);
  });

  it('names no guest in what is kept, and makes a pseudonym for who has none', async () => {
    await deps.subjects.insert(subjectRow(subject(2)));
    await deps.ledger.append(ledgerFact(subject(2), 'op-1'));
    await tick('12:41');
    const kept = JSON.stringify((await latestLedgerHeads(deps))?.heads);
    expect(kept).toContain((await deps.pseudonyms.find(subject(2).id))!);
    expect(kept).not.toContain(subject(2).id);
    expect(kept).not.toContain(ADA.id);
  });

  it('still meets the heads that an earlier release kept under object ids', async () => {
    const all = await deps.ledger.read(ADA);
    const heads = { [subjectKey(ADA)]: [3, all[0]!.hash] as [number, string] };
    const document = await deps.documents.put(JSON.stringify({ v: 1, at: NOON, heads }));
    await deps.audit.append(anchorFact(document));
    forge(all.slice(1));
    await tick('13:41');
    expect(await findings()).toEqual([expect.stringMatching(/ends at 2, it once reached 3/)]);
  });

  it('no longer asks for the ledger of a guest who was erased, if the audit says so', async () => {
    await tick('12:41');
    const pseudonym = (await deps.pseudonyms.find(ADA.id))!;
    await deps.pseudonyms.destroy(ADA.id);
    deps = { ...deps, subjects: memoryState().subjects };
    forge([]);
    await tick('13:41');
    expect(await findings()).toHaveLength(1);
    await deps.audit.append({
      ...anchorFact(''),
      opId: 'e',
      action: 'erase-guest',
      target: `guest/${pseudonym}`,
    });
    await deps.failures.resolve(`ledger-guest-${pseudonym}`);
    await tick('14:41');
    await tick('15:41');
    expect(await findings()).toEqual([]);
    expect((await latestLedgerHeads(deps))?.heads).toEqual({});
  });

  it('does not forget a ledger whose subject is gone', async () => {
    await tick('12:41');
    deps = { ...deps, subjects: memoryState().subjects };
    forge([]);
    await tick('13:41');
    expect(await findings()).toHaveLength(1);
  });
});

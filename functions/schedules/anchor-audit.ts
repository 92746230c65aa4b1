import type { InvocationContext } from '@azure/functions';
import {
  ANCHOR_LEDGERS,
  compareHead,
  type LedgerDigest,
  type LedgerHeads,
} from '../../shared/domain/ledger-heads';
import { subjectKey, type Subject } from '../../shared/domain/subject';
import type { Audit } from '../../shared/state/audit';
import type { AuditAnchors } from '../../shared/state/audit-anchors';
import type { Documents } from '../../shared/state/documents';
import type { Failures } from '../../shared/state/failures';
import type { Ledger } from '../../shared/state/ledger';
import type { Pseudonyms } from '../../shared/state/pseudonyms';
import type { Subjects } from '../../shared/state/subjects';
import { latestLedgerHeads } from '../latest-ledger-heads';
import { headKeys } from './head-keys';
import { openFinding } from '../open-finding';

export interface AnchorDeps {
  subjects: Subjects;
  ledger: Ledger;
  audit: Audit;
  anchors: AuditAnchors;
  documents: Documents;
  failures: Failures;
  pseudonyms: Pseudonyms;
  now: () => Date;
}

/** Ledgers looked at side by side. */
const SIDE_BY_SIDE = 16;

/**
 * Hourly: compares every ledger with the head kept of it, keeps the heads as a document, audits the document's hash,
 * and writes the head of the audit where nobody rewrites it. A ledger that lost entries becomes a failure at once.
 * Safe to repeat: a second tick in the same hour audits nothing new.
 */
export const anchorAudit =
  (deps: AnchorDeps) =>
  async (context: InvocationContext): Promise<void> => {
    const at = deps.now().toISOString();
    const heads = await compareAll(deps, context);
    const text = JSON.stringify({ v: 1, at, heads: sorted(heads) } satisfies LedgerHeads);
    const digest: LedgerDigest = { document: await deps.documents.put(text), ledgers: heads.size };
    const { seq, hash } = await deps.audit.append({
      opId: `${ANCHOR_LEDGERS}-${at.slice(0, 13)}`,
      at,
      actor: { kind: 'service', id: 'anchorAudit' },
      action: ANCHOR_LEDGERS,
      target: 'ledgers',
      plan: null,
      reason: null,
      ticket: null,
      result: 'done',
      detail: digest,
    });
    await deps.anchors.record({ seq, hash, at });
  };

async function compareAll(
  deps: AnchorDeps,
  context: InvocationContext,
): Promise<Map<string, [number, string]>> {
  const before = await latestLedgerHeads(deps);
  const kept = before?.heads ?? {};
  const { keyOf, subjectOf } = await headKeys(deps);
  const subjects = new Map<string, Subject>();
  for await (const { subject } of deps.subjects.list({})) subjects.set(await keyOf(subject), subject);
  // A subject whose row is gone still has a head that must be met, unless somebody erased it and said so.
  for (const key of Object.keys(kept)) {
    const subject = subjectOf(key);
    if (!before?.erasedSince.has(subject.id)) subjects.set(await keyOf(subject), subject);
  }
  const heads = new Map<string, [number, string]>();
  const waiting = [...subjects];
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [key, subject] = next;
      const head = await compareOne(deps, context, subject, kept[key] ?? kept[subjectKey(subject)]);
      if (head !== undefined) heads.set(key, head);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return heads;
}

async function compareOne(
  deps: AnchorDeps,
  context: InvocationContext,
  subject: Subject,
  kept: readonly [number, string] | undefined,
): Promise<[number, string] | undefined> {
  const key = subjectKey(subject);
  const newest = await deps.ledger.read(subject, 1);
  const grownBy = kept === undefined ? 0 : (newest[0]?.seq ?? 0) - kept[0];
  const verdict = compareHead(kept, grownBy > 0 ? await deps.ledger.read(subject, grownBy + 1) : newest);
  if (verdict?.kind === 'broken') {
    context.error(`The ledger of ${key} is broken: ${verdict.why}`);
    await openFinding(deps, {
      subject,
      key: `ledger-${key}`,
      flow: 'anchorAudit',
      step: 'compareHead',
      code: 'ledger-broken',
      resource: 'ledger',
      message: `The ledger of ${key} is broken: ${verdict.why}`,
      fix: `Verify it (gatehouse audit verify --subject ${key.replace('-', '/')}), compare with a backup of the tables, and find out who wrote there.`,
      partner: null,
      evidence: { kept, newest: newest[0]?.seq ?? 0 },
    });
  }
  return verdict?.head;
}

const sorted = (heads: ReadonlyMap<string, [number, string]>): LedgerHeads['heads'] =>
  Object.fromEntries([...heads].sort(([a], [b]) => (a < b ? -1 : 1)));

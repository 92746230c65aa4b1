import type { AuditEntry, AuditHead } from '../../shared/domain/audit-entry';
import { signedBundle, type EvidenceBundle } from '../../shared/domain/evidence-bundle';
import { guestRecord } from '../../shared/domain/guest-record';
import { planText, type PlanBody } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import { openStage } from '../../shared/domain/partner-stage';
import { waveCursor } from '../../shared/domain/removal-wave';
import type { Audit } from '../../shared/state/audit';
import type { AuditAnchors } from '../../shared/state/audit-anchors';
import type { Cursors } from '../../shared/state/cursors';
import type { Documents } from '../../shared/state/documents';
import type { Ledger } from '../../shared/state/ledger';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Subjects } from '../../shared/state/subjects';
import { evidenceKey } from './evidence-key';
import { readPlanBody } from './start-removal';

export interface EvidenceDeps {
  audit: Audit;
  anchors: AuditAnchors;
  cursors: Cursors;
  documents: Documents;
  ledger: Ledger;
  stages: PartnerStages;
  subjects: Subjects;
  now: () => Date;
}

const SIDE_BY_SIDE = 16;
const PAGE = 1000;

/** Everything that proves a plan's run, signed: plan, who approved it, each guest's receipts, audit, negative checks. */
export async function gatherEvidence(deps: EvidenceDeps, record: PlanRecord): Promise<EvidenceBundle> {
  const partner = record.partner ?? '';
  const body = await readPlanBody(deps, record.hash);
  const privateKey = await evidenceKey(deps);
  const audit = await auditSince(deps, record.createdAt);
  const files = {
    'plan.json': planText(body),
    'record.json': text(record),
    'stage.json': text((await deps.stages.read(partner))?.value ?? openStage(partner)),
    'progress.json': text((await deps.cursors.read(waveCursor(record.id)))?.value.detail ?? null),
    'guests.json': text(await guestsOf(deps, body)),
    'audit.json': text(audit),
    'audit-heads.json': text(headsIn(await deps.anchors.list(), audit)),
  };
  return signedBundle(files, { plan: record.id, partner, madeAt: deps.now().toISOString() }, privateKey);
}

const text = (value: unknown): string => JSON.stringify(value, undefined, 1);

/** The piece of the chain from the plan's making to now, whole, the newest first. */
async function auditSince({ audit }: EvidenceDeps, since: string): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let before: number | undefined;
  for (;;) {
    const page = await audit.read(PAGE, before);
    entries.push(...page.filter(({ at }) => at >= since));
    before = page.at(-1)?.seq;
    if (page.length < PAGE || (page.at(-1)?.at ?? '') < since) return entries;
  }
}

function headsIn(heads: readonly AuditHead[], entries: readonly AuditEntry[]): AuditHead[] {
  const seqs = new Set(entries.map(({ seq }) => seq));
  return heads.filter(({ seq }) => seqs.has(seq));
}

async function guestsOf(deps: EvidenceDeps, { subjects }: PlanBody): Promise<object[]> {
  const guests: object[] = [];
  for (let start = 0; start < subjects.length; start += SIDE_BY_SIDE) {
    const wave = subjects.slice(start, start + SIDE_BY_SIDE);
    guests.push(...(await Promise.all(wave.map(({ subject }) => guestOf(deps, subject.id)))));
  }
  return guests;
}

/** How a guest ended, what was changed, and the head of its ledger. */
async function guestOf({ subjects, ledger }: EvidenceDeps, id: string): Promise<object> {
  const subject = { kind: 'guest' as const, id };
  const row = (await subjects.read(subject))?.value;
  const entries = await ledger.read(subject);
  const receipts = entries.flatMap(
    ({ evidence }) => (evidence as { receipts?: object[] } | null)?.receipts ?? [],
  );
  const { removal, checks } = guestRecord(row?.detail);
  const head = entries[0] === undefined ? null : { seq: entries[0].seq, hash: entries[0].hash };
  return { id, state: row?.state ?? 'unknown', removal, checks, receipts, head };
}

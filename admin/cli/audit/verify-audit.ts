import type { AuditHeads, LedgerView } from '../../../shared/domain/admin-api/audit-view';
import { SUBJECT_KINDS } from '../../../shared/domain/subject';
import { forgottenPlaces } from '../../../shared/domain/forgotten-entries';
import { ChainVerifier, type ChainFinding, type ChainVerdict } from '../../../shared/domain/verify-chain';
import { ApiError } from '../../api-error';
import { jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { minuteText } from '../time-text';
import { wrapped } from '../wrapped';
import { auditEntries } from './list-audit';

/** What was verified, against what, and how it stands. */
interface Verified {
  what: string;
  verdict: ChainVerdict;
  heads: number;
  /** When the highest head was kept, ISO 8601; null = there is none. */
  anchoredAt: string | null;
  anchoredSeq: number;
}

/** `gatehouse audit verify`: the hashes are computed here; the service is asked for entries, not for its opinion. */
export async function verifyAudit(
  context: CliContext,
  { subject, json }: { subject?: string; json: boolean },
): Promise<void> {
  const verified = await (subject === undefined ? verifyChain(context) : verifyLedger(context, subject));
  const isWell = verified.verdict.findings.length === 0;
  context.print(
    json ? jsonText({ isWell, ...verified, ...verified.verdict }) : verifiedText(verified, context),
  );
  context.exitWith(isWell ? EXIT.well : EXIT.notWell);
}

async function verifyChain(context: CliContext): Promise<Verified> {
  const api = context.api();
  const progress = context.progress();
  const { heads } = await api.get<AuditHeads>('audit/heads');
  const verifier = new ChainVerifier(heads);
  let entries = 0;
  for await (const entry of auditEntries(api, {}, 1000)) {
    verifier.take(entry);
    entries += 1;
    if (entries % 1000 === 0) progress.show(`${entries} entries verified`);
  }
  progress.clear();
  const last = heads.at(-1);
  const verdict = verifier.verdict();
  return {
    what: 'audit',
    verdict,
    heads: heads.length,
    anchoredAt: last?.at ?? null,
    anchoredSeq: last?.seq ?? 0,
  };
}

const SUBJECT = new RegExp(
  String.raw`^(${SUBJECT_KINDS.join('|')})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`,
  'i',
);

async function verifyLedger(context: CliContext, subject: string): Promise<Verified> {
  if (!SUBJECT.test(subject))
    throw new ApiError('--subject takes a kind and an id, for example guest/6f1c...');
  const { entries, anchored } = await context.api().get<LedgerView>(`ledgers/${subject.toLowerCase()}`);
  const heads = anchored === null ? [] : [anchored];
  const verifier = new ChainVerifier(heads, forgottenPlaces(entries));
  for (const entry of entries) verifier.take(entry);
  const verdict = verifier.verdict();
  const [anchoredAt, anchoredSeq] = [anchored?.at ?? null, anchored?.seq ?? 0];
  return {
    what: `ledger of ${subject.toLowerCase()}`,
    verdict,
    heads: heads.length,
    anchoredAt,
    anchoredSeq,
  };
}

function verifiedText(
  { what, verdict, heads, anchoredAt, anchoredSeq }: Verified,
  context: CliContext,
): string {
  const { width, colours } = context;
  const { entries, newest, findings, headsFound } = verdict;
  const isWell = findings.length === 0;
  const size = `${entries} entries${newest === null ? '' : `, the newest is ${newest.seq} (${newest.hash.slice(0, 16)}...)`}`;
  const anchor =
    anchoredAt === null
      ? 'No head of it has been kept elsewhere yet: a cut tail would not show. One is kept each hour.'
      : `${headsFound} of ${heads} kept head(s) are in it; the last was kept ${minuteText(anchoredAt)} and proves entries up to ${anchoredSeq}.`;
  const head = isWell
    ? colours.green(wrapped(`Whole: the ${what} is as it was written.`, width))
    : colours.red(
        wrapped(`BROKEN: the ${what} is not what was written, at ${findings.length} place(s):`, width),
      );
  const found = findings.map((finding) => wrapped(`  - ${findingText(finding)}`, width, '    '));
  return [head, ...found, wrapped(size, width), wrapped(anchor, width)].join('\n');
}

function findingText({ kind, from, to }: ChainFinding): string {
  const place = from === to ? `entry ${from}` : `entries ${from} to ${to}`;
  switch (kind) {
    case 'edited':
      return `${place} was edited: its content does not fit its hash, or the entry after it`;
    case 'removed':
      return `${place} removed`;
    case 'out-of-order':
      return `${place} lies where another belongs`;
    case 'cut':
      return `${place} cut off the end: a head kept elsewhere proves that it went so far`;
    case 'rewritten':
      return `${place} rewritten: whole in itself, but not the chain whose head was kept elsewhere`;
  }
}

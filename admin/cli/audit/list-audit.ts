import type { AuditEntryView } from '../../../shared/domain/admin-api/audit-view';
import type { ApiClient } from '../../api-client';
import { ApiError } from '../../api-error';
import { jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { csv } from '../csv';
import { EXIT } from '../exit-codes';
import { minuteText } from '../time-text';
import { wrapped } from '../wrapped';

export interface AuditFilter {
  since?: string;
  actor?: string;
  action?: string;
  target?: string;
}

/** Entries that fit, the newest first. */
export const auditEntries = (
  api: ApiClient,
  { since, actor, action, target }: AuditFilter,
  top?: number,
): AsyncIterable<AuditEntryView> => api.list('audit', 'entries', { since, actor, action, target, top });

/** `gatehouse audit list`. */
export async function listAudit(
  context: CliContext,
  { top, json, ...filter }: AuditFilter & { top: string; json: boolean },
): Promise<void> {
  const most = Number(top);
  if (!Number.isInteger(most) || most < 1) throw new ApiError('--top takes a whole number, 1 or more');
  const entries: AuditEntryView[] = [];
  for await (const entry of auditEntries(context.api(), filter, Math.min(most, 1000))) {
    entries.push(entry);
    if (entries.length === most) break;
  }
  context.print(json ? jsonText(entries) : listText(entries, context));
  context.exitWith(EXIT.well);
}

/** Two or three lines an entry: ids are too long for columns. */
function listText(entries: readonly AuditEntryView[], { width, colours }: CliContext): string {
  if (entries.length === 0) return 'Nothing that fits was done.';
  const indent = ' '.repeat(18);
  return entries
    .map((entry) => {
      const { at, action, target, result, actor, reason, ticket, plan } = entry;
      const said = result === 'done' ? '' : `: ${result.toUpperCase()}`;
      const head = wrapped(`${minuteText(at)} ${action} ${target}${said}`, width, indent);
      const by = `${indent}by ${actor.kind} ${actor.id}`;
      const why = [reason, ticket && `ticket ${ticket}`, plan && `plan ${plan}`].filter(Boolean).join('; ');
      const lines = [result === 'done' ? head : colours.red(head), colours.dim(by)];
      if (why !== '') lines.push(indent + wrapped(why, width - indent.length, indent));
      return lines.join('\n');
    })
    .join('\n');
}

const HEADS = [
  'seq',
  'at',
  'actorKind',
  'actor',
  'action',
  'target',
  'plan',
  'reason',
  'ticket',
  'result',
  'detail',
  'previousHash',
  'hash',
];

/** `gatehouse audit export`. */
export async function exportAudit(
  context: CliContext,
  { json, ...filter }: AuditFilter & { json: boolean },
): Promise<void> {
  const entries: AuditEntryView[] = [];
  for await (const entry of auditEntries(context.api(), filter, 1000)) entries.push(entry);
  context.print(json ? jsonText(entries) : csv(HEADS, entries.map(csvRow)).trimEnd());
  context.exitWith(EXIT.well);
}

const csvRow = (entry: AuditEntryView): (string | number | null)[] => [
  entry.seq,
  entry.at,
  entry.actor.kind,
  entry.actor.id,
  entry.action,
  entry.target,
  entry.plan,
  entry.reason,
  entry.ticket,
  entry.result,
  JSON.stringify(entry.detail ?? null),
  entry.previousHash,
  entry.hash,
];

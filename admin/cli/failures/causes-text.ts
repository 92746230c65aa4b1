import type { FailureCauseView } from '../../../shared/domain/admin-api/failure-causes';
import type { CliContext } from '../cli-context';
import { minuteText } from '../time-text';
import { wrapped } from '../wrapped';
import { evidenceText } from './evidence-text';

type Look = Pick<CliContext, 'width' | 'colours'>;

/** Causes for a person: each a paragraph, for its sentences fit no column. */
export function causesText(causes: readonly FailureCauseView[], look: Look): string {
  if (causes.length === 0) return 'Nothing is stuck.';
  const guests = causes.reduce((sum, cause) => sum + cause.guests, 0);
  const head = `${causes.length} cause(s); they hold up ${guests} guest(s).`;
  return [head, ...causes.map((cause) => causeText(cause, look))].join('\n\n');
}

/** A message has no state to be looked at: somebody who has read what became of it closes it. */
const nextCommand = ({ fingerprint, resource, guests }: FailureCauseView): string =>
  resource === 'message' && guests === 0
    ? `gatehouse failures list, then failures dismiss ${fingerprint} KEY --reason ...`
    : `gatehouse replay plan ${fingerprint}`;

/** One cause as a paragraph. */
export function causeText(cause: FailureCauseView, { width, colours }: Look): string {
  const { fingerprint, flow, step, code, guests, count, partners, since, lastSeenAt } = cause;
  const whom = guests === 0 ? `${count} open` : `${guests} guest(s)`;
  const of = partners.length === 0 ? '' : ` of ${partners.join(', ')}`;
  const rows = [
    ['Stops', `${whom}${of}, since ${minuteText(since)}, last seen ${minuteText(lastSeenAt)}`],
    ['Says', cause.message],
    ['Evidence', evidenceText(cause.evidence)],
    ['To do', cause.fix],
    ['Then', nextCommand(cause)],
  ];
  const indent = ' '.repeat(10);
  const body = rows.map(([name = '', text = '']) => wrapped(`  ${name.padEnd(7)} ${text}`, width, indent));
  return [colours.bold(`${fingerprint}  ${flow}: ${code} at ${step}`), ...body].join('\n');
}

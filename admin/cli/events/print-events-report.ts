import type { EventsReport } from '../../../shared/domain/admin-api/events-report';
import { jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { csv } from '../csv';
import { EXIT } from '../exit-codes';
import { textTable } from '../text-table';
import { minuteText, spanText } from '../time-text';

export interface ReportOptions {
  /** 30m, 12h, 7d. */
  since: string;
  json: boolean;
  csv: boolean;
}

type SweptChange = EventsReport['changes'][number];
type OddNotification = EventsReport['odd'][number];

/** `gatehouse events report`. */
export async function printEventsReport(context: CliContext, options: ReportOptions): Promise<void> {
  const report = await context.api().get<EventsReport>('events/report', { since: options.since });
  const text = options.json ? jsonText : options.csv ? reportCsv : reportText;
  context.print(text(report));
  context.exitWith(EXIT.well);
}

const HEADS = [
  'kind',
  'guest',
  'group',
  'fact',
  'verdict',
  'at',
  'changedAt',
  'notBefore',
  'announcedAt',
  'lateBySeconds',
  'isAtMost',
];

/** One row for each change the sweeps saw and each odd notification. */
function reportCsv({ changes, odd }: EventsReport): string {
  const changed = changes.map((one) => [
    'change',
    one.guest,
    one.group,
    one.fact,
    one.verdict,
    one.foundAt,
    one.changedAt,
    one.notBefore,
    one.announcedAt,
    one.lateBySeconds,
    String(one.isAtMost),
  ]);
  const notified = odd.map((one) => [
    'notification',
    one.guest,
    one.group,
    null,
    one.verdict,
    one.at,
    one.eventAt,
    null,
    one.at,
    null,
    null,
  ]);
  return csv(HEADS, [...changed, ...notified]).trimEnd();
}

function reportText(report: EventsReport): string {
  const { totals, changes, odd, since, until, rowsLeftOff } = report;
  const unannounced = changes.filter(({ verdict }) => verdict !== 'announced');
  const head = [
    `From ${minuteText(since)} to ${minuteText(until)} sweeps saw ${totals.changesSwept} change(s):`,
    `  ${totals.announced} announced in time, ${totals.late} announced late, ${totals.missed} never announced.`,
    `Notifications: ${totals.notifications}, of them ${totals.duplicates} duplicate(s), ${totals.outOfOrder} out of order.`,
  ];
  if (totals.unnumbered > 0)
    head.push(`  ${totals.unnumbered} carry no number: of their order nothing can be said.`);
  if (totals.leftOut > 0) head.push(`  ${totals.leftOut} sighting(s) were counted but not kept.`);
  if (rowsLeftOff > 0) head.push(`  ${rowsLeftOff} row(s) are left off here; the totals count all.`);
  return [
    ...head,
    ...section('Not announced in time:', unannouncedTable(unannounced)),
    ...section('Odd notifications:', oddTable(odd)),
  ].join('\n');
}

const section = (title: string, table: string): string[] => (table === '' ? [] : ['', title, table]);

function unannouncedTable(changes: readonly SweptChange[]): string {
  if (changes.length === 0) return '';
  const rows = changes.map((one) => [
    minuteText(one.foundAt).slice(5, 16),
    one.guest,
    one.fact,
    one.verdict,
    one.lateBySeconds === null ? '?' : `${one.isAtMost ? '<' : ''}${spanText(one.lateBySeconds)}`,
  ]);
  return textTable(['found', 'guest', 'what', 'verdict', 'late by'], [11, 36, 12, 8, 8], rows);
}

function oddTable(odd: readonly OddNotification[]): string {
  if (odd.length === 0) return '';
  const rows = odd.map((one) => [minuteText(one.at).slice(5, 16), one.guest, one.verdict, one.by]);
  return textTable(['came', 'guest', 'verdict', 'by'], [11, 36, 12, 10], rows);
}

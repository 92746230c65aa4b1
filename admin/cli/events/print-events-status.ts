import type { EventsStatus, SweepView } from '../../../shared/domain/events-status';
import { jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { textTable } from '../text-table';
import { minuteText, spanText } from '../time-text';
import { USUAL_WIDTH } from '../terminal';
import { wrapped } from '../wrapped';

/** `gatehouse events status`: ends with 1 where changes may be missed or found late. */
export async function printEventsStatus(context: CliContext, { json }: { json: boolean }): Promise<void> {
  const status = await context.api().get<EventsStatus>('events/status');
  context.print(json ? jsonText(status) : statusText(status));
  context.exitWith(status.isWell ? EXIT.well : EXIT.notWell);
}

function statusText(status: EventsStatus): string {
  const head = status.isWell
    ? `Well: every resource is subscribed to (${status.path}), every sweep is in time.`
    : 'NOT WELL: a subscription is missing, or a sweep is late. See below, and "failures" of the admin API.';
  return [head, '', ...subscriptions(status), '', ...sweeps(status), '', ...partners(status)].join('\n');
}

function subscriptions(status: EventsStatus): string[] {
  if (status.subscriptions.length === 0) return ['No subscription exists: only the sweep finds changes.'];
  const rows = status.subscriptions.map((one) => [
    one.resource,
    one.askedAt === null ? one.state : `${one.state}, asked`,
    minuteText(one.expiresAt),
    minuteText(one.renewedAt),
    minuteText(one.lastNotificationAt),
  ]);
  return [
    textTable(['subscription', 'state', 'expires', 'renewed', 'last heard'], [12, 13, 17, 17, 17], rows),
  ];
}

function sweeps(status: EventsStatus): string[] {
  const rows = status.sweeps.map((one) => [
    one.name,
    one.lagSeconds === null ? 'unknown' : spanText(one.lagSeconds),
    one.isLate ? 'LATE' : one.lagSeconds === null ? 'new' : 'in time',
    minuteText(one.savedAt).slice(one.savedAt === null ? 0 : 5),
    one.isFullRound ? 'full' : 'changes',
  ]);
  const table = textTable(['sweep', 'lag', '', 'cursor of', 'round'], [42, 9, 7, 12, 7], rows);
  const isAnyNew = status.sweeps.some(({ savedAt }) => savedAt === null);
  const waiting = isAnyNew ? ['A sweep whose cursor was never saved begins within ten minutes.'] : [];
  return [table, ...[...waiting, ...status.sweeps.flatMap(sweepNotes)].map(inLines)];
}

/** What is worth a line of its own. */
function sweepNotes({ name, isUnderWay, pages, entries, resyncs }: SweepView): string[] {
  const counts = `${pages} page(s), ${entries} entries so far`;
  return [
    ...(isUnderWay && pages > 0 ? [`${name}: a round is under way, ${counts}.`] : []),
    ...(resyncs > 0 ? [`${name}: Graph forgot the place ${resyncs} time(s); everybody was read again.`] : []),
  ];
}

function partners({ partners: polled }: EventsStatus): string[] {
  if (polled === null) return ['Partners were not polled yet.'];
  const rows = Object.entries(polled.partners).map(([partner, seen]) => [
    partner,
    seen.crossTenant,
    seen.organization,
    seen.entitlement,
  ]);
  const unreadable = Object.entries(polled.unreadable).map(
    ([source, why]) => `Not readable: ${source}. ${why}`,
  );
  const table = textTable(['partner', 'cross-tenant', 'organization', 'entitled'], [40, 12, 12, 12], rows);
  return [`Partners, polled ${minuteText(polled.polledAt)}:`, table, ...unreadable.map(inLines)];
}

const inLines = (text: string): string => wrapped(text, USUAL_WIDTH);

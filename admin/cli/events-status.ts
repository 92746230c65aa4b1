import type { EventsStatus } from '../../shared/domain/events-status';
import type { ApiClient } from '../api-client';
import { textTable } from './text-table';
import { minuteText, spanText } from './time-text';

/** What the command prints, and what it ends with: 1 where changes may be missed or found late. */
export interface Printed {
  text: string;
  exitCode: number;
}

/** `gatehouse events status`. */
export async function printEventsStatus(api: ApiClient, { json }: { json: boolean }): Promise<Printed> {
  const status = await api.get<EventsStatus>('events/status');
  const exitCode = status.isWell ? 0 : 1;
  return { text: json ? JSON.stringify(status, undefined, 2) : statusText(status), exitCode };
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
  if (status.sweeps.length === 0) return ['No sweep has run yet; the first one runs within ten minutes.'];
  const rows = status.sweeps.map((one) => [
    one.name,
    one.lagSeconds === null ? 'no round yet' : spanText(one.lagSeconds),
    one.isLate ? 'LATE' : 'in time',
    `${one.isFullRound ? 'full' : 'changes'}${one.isUnderWay ? ' (under way)' : ''}`,
    String(one.resyncs),
  ]);
  return [textTable(['sweep', 'lag', '', 'last round', 'resyncs'], [42, 9, 7, 10, 7], rows)];
}

function partners({ partners: polled }: EventsStatus): string[] {
  if (polled === null) return ['Partners were not polled yet.'];
  const rows = Object.entries(polled.partners).map(([partner, { crossTenant, organization }]) => [
    partner,
    crossTenant,
    organization,
  ]);
  const unreadable = Object.entries(polled.unreadable).map(
    ([source, why]) => `Not readable: ${source}. ${why}`,
  );
  const table = textTable(['partner', 'cross-tenant', 'organization'], [40, 14, 14], rows);
  return [`Partners, polled ${minuteText(polled.polledAt)}:`, table, ...unreadable.map(wrapped)];
}

/** Lines of 80 columns at most. */
function wrapped(text: string): string {
  return (text.match(/.{1,80}(?:\s|$)|\S{1,80}/g) ?? []).map((line) => line.trimEnd()).join('\n');
}

import { app, type HttpMethod } from '@azure/functions';
import { authorised, type AdminRole } from './admin/authorise';
import { showEventsReport } from './admin/events-report';
import { showEventsStatus } from './admin/events-status';
import { listFailures } from './admin/failures';
import { listGuests, showGuest } from './admin/guests';
import { health } from './admin/health';
import { putPartner, showPartner } from './admin/partners';
import type { EventPorts, EventSettings } from './event-ports';
import type { AppSettings, Ports } from './ports';

export type AdminPorts = Pick<Ports, 'subjects' | 'ledger' | 'failures' | 'partners' | 'now'> &
  Pick<EventPorts, 'cursors' | 'sightings' | 'subscriptionRecords'>;
export type AdminSettings = Pick<AppSettings, 'tokenCheck'> & Pick<EventSettings, 'notificationUrl'>;

/** Registers the admin API: who may call what is said here, and only here. */
export function registerAdmin({ partners, ...ports }: AdminPorts, settings: AdminSettings): void {
  const { tokenCheck } = settings;
  const status = { ...ports, ...settings, partners };
  const route = (
    name: string,
    method: HttpMethod,
    path: string,
    role: AdminRole,
    handler: Parameters<typeof authorised>[2],
  ) => app.http(name, { methods: [method], route: path, handler: authorised(tokenCheck, role, handler) });
  app.get('health', { route: 'health', handler: health(status, tokenCheck) });
  route('listGuests', 'GET', 'guests', 'Gatehouse.Reader', listGuests(ports));
  route('showGuest', 'GET', 'guests/{id}', 'Gatehouse.Reader', showGuest(ports));
  route('listFailures', 'GET', 'failures', 'Gatehouse.Reader', listFailures(ports.failures));
  route('showPartner', 'GET', 'partners/{partner}', 'Gatehouse.Reader', showPartner(partners));
  route('putPartner', 'PUT', 'partners/{partner}', 'Gatehouse.Operator', putPartner(partners));
  route('showEventsStatus', 'GET', 'events/status', 'Gatehouse.Reader', showEventsStatus(status));
  route('showEventsReport', 'GET', 'events/report', 'Gatehouse.Reader', showEventsReport(ports));
}

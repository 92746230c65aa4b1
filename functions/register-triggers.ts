import { app, type HttpMethod } from '@azure/functions';
import { authorised, type AdminRole } from './admin/authorise';
import { listFailures } from './admin/failures';
import { listGuests, showGuest } from './admin/guests';
import { showEventsReport } from './admin/events-report';
import { showEventsStatus } from './admin/events-status';
import { health } from './admin/health';
import { putPartner, showPartner } from './admin/partners';
import type { EventPorts, EventSettings } from './event-ports';
import type { AppSettings, Ports } from './ports';
import { registerEvents } from './register-events';
import { registerSchedules } from './register-schedules';

export type AllPorts = Ports & EventPorts;
export type AllSettings = AppSettings & EventSettings;

/** Registers what starts anything: webhooks, the queue, the clock, the admin API. */
export function registerTriggers(ports: AllPorts, settings: AllSettings): void {
  registerEvents(ports, settings);
  registerSchedules(ports, settings);
  registerAdmin(ports, settings);
}

function registerAdmin({ partners, ...ports }: AllPorts, settings: AllSettings): void {
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

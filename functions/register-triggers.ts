import type { EventPorts, EventSettings } from './event-ports';
import type { AdminPorts } from './admin/admin-deps';
import type { AppSettings, Ports } from './ports';
import { registerAdmin } from './register-admin';
import { registerEvents } from './register-events';
import { registerSchedules } from './register-schedules';

export type AllPorts = Ports & EventPorts & AdminPorts;
export type AllSettings = AppSettings & EventSettings;

/** Registers what starts anything: webhooks, the queue, the clock, the admin API. */
export function registerTriggers(ports: AllPorts, settings: AllSettings): void {
  registerEvents(ports, settings);
  registerSchedules(ports, settings);
  registerAdmin(ports, settings);
}

import type { EventPorts, EventSettings } from './event-ports';
import type { AdminPorts } from './admin/admin-deps';
import type { NoticePorts, NoticeSettings } from './notices/notice-ports';
import type { AppSettings, Ports } from './ports';
import { registerAdmin } from './register-admin';
import { registerEvents, registerOrders } from './register-events';
import { registerNotices } from './register-notices';
import { registerSchedules, registerWatchman } from './register-schedules';

export type AllPorts = Ports & EventPorts & AdminPorts & NoticePorts;
export type AllSettings = AppSettings & EventSettings & NoticeSettings;

/** Registers what starts anything in this part: webhooks, queues, the clock, the admin API. */
export function registerTriggers(ports: AllPorts, settings: AllSettings): void {
  if (settings.part !== 'offboarding') {
    registerEvents(ports, settings);
    registerSchedules(ports, settings);
    registerNotices(ports, settings);
    registerAdmin(ports, settings);
  }
  if (settings.part !== 'runtime') registerOrders(ports, settings);
  registerWatchman(ports, settings.part);
}

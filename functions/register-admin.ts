import { app } from '@azure/functions';
import type { AdminPorts } from './admin/admin-deps';
import { ADMIN_ROUTES } from './admin/admin-routes';
import { openApiRoute } from './admin/open-api-route';
import { serveRoute } from './admin/serve-route';
import type { EventSettings } from './event-ports';
import type { NoticeSettings } from './notices/notice-ports';
import type { AppSettings } from './ports';

export type AdminSettings = Pick<AppSettings, 'tokenCheck' | 'blockedGroup'> &
  Pick<EventSettings, 'notificationUrl'> &
  Pick<NoticeSettings, 'approvers'>;

/** Registers the routes of the admin API, and the document that describes them. */
export function registerAdmin(ports: AdminPorts, settings: AdminSettings): void {
  const { notificationUrl, blockedGroup, approvers } = settings;
  const deps = { ...ports, notificationUrl, blockedGroup, approvers };
  for (const route of [...ADMIN_ROUTES, openApiRoute]) {
    const { name, method, path } = route;
    app.http(name, { methods: [method], route: path, handler: serveRoute(route, deps, settings.tokenCheck) });
  }
}

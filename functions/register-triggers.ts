import { app, type HttpMethod } from '@azure/functions';
import * as df from 'durable-functions';
import { authorised, type AdminRole } from './admin/authorise';
import { listFailures } from './admin/failures';
import { listGuests, showGuest } from './admin/guests';
import { health } from './admin/health';
import { putPartner, showPartner } from './admin/partners';
import { durableRuns } from './durable-runs';
import { graphLifecycle } from './events/graph-lifecycle';
import { graphNotifications } from './events/graph-notifications';
import { dispatchHints } from './events/hints';
import type { AppSettings, Ports } from './ports';
import { renewSubscriptions } from './schedules/renew-subscriptions';
import { watchRuns } from './schedules/watch-runs';

/** Name of the setting, or group of settings, that says where the bus is. */
const BUS_CONNECTION = 'GATEHOUSE_BUS';

/** Registers what starts anything: webhooks, the queue, the clock, the admin API. */
export function registerTriggers(ports: Ports, settings: AppSettings): void {
  registerEvents(ports, settings);
  registerSchedules(ports, settings);
  registerAdmin(ports, settings);
}

function registerEvents(ports: Ports, settings: AppSettings): void {
  const deps = { ...ports, ...settings };
  app.post('graphNotifications', { route: 'graph/notifications', handler: graphNotifications(deps) });
  app.post('graphLifecycle', { route: 'graph/lifecycle', handler: graphLifecycle(deps) });
  const dispatch = dispatchHints(ports);
  app.serviceBusQueue('dispatchHints', {
    connection: BUS_CONNECTION,
    queueName: settings.hintsQueue,
    cardinality: 'many',
    extraInputs: [df.input.durableClient()],
    handler: (messages, context) =>
      dispatch(messages as unknown[], context, durableRuns(df.getClient(context))),
  });
}

function registerSchedules(ports: Ports, settings: AppSettings): void {
  const renew = renewSubscriptions({ ...ports, ...settings });
  // Run at start too: creating what exists is one list call, and until it exists nobody is heard.
  app.timer('renewSubscriptions', {
    schedule: '0 */5 * * * *',
    runOnStartup: true,
    handler: (_timer, context) => renew(context),
  });
  const watch = watchRuns(ports);
  app.timer('watchRuns', {
    schedule: '30 */5 * * * *',
    extraInputs: [df.input.durableClient()],
    handler: (_timer, context) => watch(context, durableRuns(df.getClient(context))),
  });
}

function registerAdmin(ports: Ports, { tokenCheck }: AppSettings): void {
  const route = (
    name: string,
    method: HttpMethod,
    path: string,
    role: AdminRole,
    handler: Parameters<typeof authorised>[2],
  ) => app.http(name, { methods: [method], route: path, handler: authorised(tokenCheck, role, handler) });
  app.get('health', { route: 'health', handler: health(ports.partners) });
  route('listGuests', 'GET', 'guests', 'Gatehouse.Reader', listGuests(ports));
  route('showGuest', 'GET', 'guests/{id}', 'Gatehouse.Reader', showGuest(ports));
  route('listFailures', 'GET', 'failures', 'Gatehouse.Reader', listFailures(ports.failures));
  route('showPartner', 'GET', 'partners/{partner}', 'Gatehouse.Reader', showPartner(ports.partners));
  route('putPartner', 'PUT', 'partners/{partner}', 'Gatehouse.Operator', putPartner(ports.partners));
}

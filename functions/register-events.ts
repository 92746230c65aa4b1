import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { durableRuns } from './durable-runs';
import type { EventPorts, EventSettings } from './event-ports';
import { graphLifecycle } from './events/graph-lifecycle';
import { graphNotifications } from './events/graph-notifications';
import { dispatchHints } from './events/hints';
import { knownSubscriptions } from './events/known-subscriptions';
import { markAsked } from './events/mark-asked';
import { noteHeard } from './events/note-heard';
import { parkDeadLetters } from './events/park-dead-letters';
import { takePartnerEvents } from './events/partner-events';
import type { AppSettings, Ports } from './ports';

/** Name of the setting, or group of settings, that says where the bus is. */
const BUS_CONNECTION = 'GATEHOUSE_BUS';

/** The webhooks and the queues of the runtime part. */
export function registerEvents(ports: Ports & EventPorts, settings: AppSettings & EventSettings): void {
  const deps = { ...ports, ...settings, known: knownSubscriptions(ports) };
  app.post('graphNotifications', { route: 'graph/notifications', handler: graphNotifications(deps) });
  app.post('graphLifecycle', { route: 'graph/lifecycle', handler: graphLifecycle(deps) });
  const dispatch = dispatchHints({
    ...ports,
    tenantId: settings.tenantId,
    noteHeard: noteHeard(ports),
    markAsked: (ids) => markAsked(ports, ids),
  });
  app.serviceBusQueue('dispatchHints', {
    connection: BUS_CONNECTION,
    queueName: settings.hintsQueue,
    cardinality: 'many',
    extraInputs: [df.input.durableClient()],
    handler: (messages, context) =>
      dispatch(messages as unknown[], context, durableRuns(df.getClient(context))),
  });
  const takeEvents = takePartnerEvents(ports);
  app.serviceBusQueue('takePartnerEvents', {
    connection: BUS_CONNECTION,
    queueName: settings.partnerEventsQueue,
    cardinality: 'many',
    handler: (messages, context) => takeEvents(messages as unknown[], context),
  });
  registerDeadLetters(deps, 'parkDeadHints', settings.hintsQueue);
  registerDeadLetters(deps, 'parkDeadPartnerEvents', settings.partnerEventsQueue);
}

/** The queue of the offboarding part: whoever writes to it may only ask (orchestrations/activities/execute-order.ts). */
export function registerOrders(ports: Ports & EventPorts, settings: AppSettings & EventSettings): void {
  const dispatch = dispatchHints({ ...ports, tenantId: settings.tenantId });
  app.serviceBusQueue('dispatchOrders', {
    connection: BUS_CONNECTION,
    queueName: settings.ordersQueue,
    cardinality: 'many',
    extraInputs: [df.input.durableClient()],
    handler: (messages, context) =>
      dispatch(messages as unknown[], context, durableRuns(df.getClient(context))),
  });
  registerDeadLetters({ ...ports, ...settings }, 'parkDeadOrders', settings.ordersQueue);
}

/** That a trigger may name a dead-letter queue so is UNVERIFIED for Azure (widely done; no page says it). */
function registerDeadLetters(deps: Parameters<typeof parkDeadLetters>[0], name: string, queue: string): void {
  const park = parkDeadLetters(deps, queue);
  app.serviceBusQueue(name, {
    connection: BUS_CONNECTION,
    queueName: `${queue}/$DeadLetterQueue`,
    cardinality: 'many',
    handler: (messages, context) => park(messages as unknown[], context),
  });
}

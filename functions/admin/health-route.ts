import { healthSchema } from '../../shared/domain/admin-api/events-status';
import { productVersion } from '../../shared/product-version';
import type { AdminDeps } from './admin-deps';
import { eventsStatus, type StatusDeps } from './events-status';
import { ANYBODY, reply, route } from './route';
import { NO_PARAMS, NO_QUERY } from './route-schemas';

const version = productVersion();

const showHealth = route({
  name: 'health',
  method: 'GET',
  path: 'health',
  role: 'anybody',
  summary: 'Whether the app is alive; to a reader also whether changes are heard.',
  description:
    'Answers 200 once the app runs and reaches its tables, `degraded` too: restarting the app would mend neither.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  answer: healthSchema,
  handle: async ({ caller }, deps: StatusDeps & Pick<AdminDeps, 'partners'>) => {
    await deps.partners.list();
    if (caller === ANYBODY) return reply({ status: 'ok' as const });
    const events = await eventsStatus(deps);
    return reply({ status: events.isWell ? ('ok' as const) : ('degraded' as const), version, events });
  },
});

export const healthRoutes = [showHealth] as const;

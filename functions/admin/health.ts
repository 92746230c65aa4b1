import type { HttpHandler, HttpResponseInit } from '@azure/functions';
import type { Partners } from '../../shared/state/partners';
import { authorised, type TokenCheck } from './authorise';
import { eventsStatus, type StatusDeps } from './events-status';

/** GET health without a token: 200 once the app runs and reaches its tables. Tells nothing of the tenant. */
const liveness = (partners: Partners) => async (): Promise<HttpResponseInit> => {
  await partners.list();
  return { jsonBody: { status: 'ok' } };
};

/**
 * GET health. Anonymously it says that the app is alive; to a signed-in reader also how subscriptions and sweeps
 * stand: `status` is then `ok` or `degraded`, with 200 either way, since restarting the app would mend neither.
 */
export function health(deps: StatusDeps & { partners: Partners }, check: TokenCheck): HttpHandler {
  const alive = liveness(deps.partners);
  const forReaders = authorised(check, 'Gatehouse.Reader', async () => {
    await deps.partners.list();
    const events = await eventsStatus(deps);
    return { jsonBody: { status: events.isWell ? 'ok' : 'degraded', events } };
  });
  return (request, context) =>
    request.headers.get('authorization') === null ? alive() : forReaders(request, context);
}

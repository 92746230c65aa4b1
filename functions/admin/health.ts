import type { HttpResponseInit } from '@azure/functions';
import type { Partners } from '../../shared/state/partners';

/** GET health : 200 once the app runs and reaches its tables. Needs no token and tells nothing of the tenant. */
export const health = (partners: Partners) => async (): Promise<HttpResponseInit> => {
  await partners.list();
  return { jsonBody: { status: 'ok' } };
};

import type { Metrics } from '../metrics';
import type { RequestObserver } from './request-observer';

const THROTTLED = 429;

/** Counts the calls a service put off, by service and path without ids. */
export const countThrottling =
  (metrics: Pick<Metrics, 'record'>): RequestObserver =>
  ({ authority, method, pathTemplate, status }) => {
    if (status === THROTTLED)
      metrics.record('gatehouse.throttled_calls', 1, { authority, call: `${method} ${pathTemplate}` });
  };

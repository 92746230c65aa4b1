import type { InvocationContext } from '@azure/functions';
import type { Metrics } from '../../shared/clients/metrics';
import type { Failures } from '../../shared/state/failures';
import type { Subjects } from '../../shared/state/subjects';
import { eventsStatus, type StatusDeps } from '../admin/events-status';

interface Deps extends StatusDeps {
  failures: Failures;
  subjects: Subjects;
  metrics: Metrics;
}

/**
 * Says every few minutes how things stand, so that an alert stays on while its cause is there and ends when it is
 * gone: an alert on the event alone would end by itself. Reads our own tables; safe to repeat.
 */
export const reportFigures =
  (deps: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const { metrics } = deps;
    const open = (await deps.failures.list()).length;
    const unconfirmed = await countWorking(deps.subjects);
    const { sweeps, isWell } = await eventsStatus(deps);
    const lags = sweeps.flatMap(({ lagSeconds }) => (lagSeconds === null ? [] : [lagSeconds]));
    const lag = lags.length === 0 ? null : Math.max(...lags);
    metrics.record('gatehouse.open_failures', open);
    metrics.record('gatehouse.unconfirmed_steps', unconfirmed);
    if (lag !== null) metrics.record('gatehouse.sweep_lag', lag);
    const figures = { openFailures: open, unconfirmedSteps: unconfirmed, sweepLagSeconds: lag, isWell };
    context.info(`figures ${JSON.stringify(figures)}`);
    await metrics.flush();
  };

async function countWorking(subjects: Subjects): Promise<number> {
  let working = 0;
  for await (const row of subjects.list({ kind: 'guest', state: 'working' }))
    working += row.state === 'working' ? 1 : 0;
  return working;
}

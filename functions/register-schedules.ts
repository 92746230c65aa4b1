import { app, type InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import type { AdminPorts } from './admin/admin-deps';
import { durableRuns } from './durable-runs';
import type { EventPorts, EventSettings } from './event-ports';
import { kindsOf, type Part } from '../shared/domain/part';
import type { AppSettings, Ports } from './ports';
import { afterBaseline } from './schedules/after-baseline';
import { anchorAudit } from './schedules/anchor-audit';
import { checkGroups } from './schedules/check-groups';
import { expiriesOf } from './schedules/expiries';
import { purgeExpired } from './schedules/purge-expired';
import { readSignIns } from './schedules/read-sign-ins';
import { reportFigures } from './schedules/report-figures';
import { answerReauthorizations, renewSubscriptions } from './schedules/renew-subscriptions';
import { sweepGroups } from './schedules/sweep-groups';
import { sweepGuests } from './schedules/sweep-guests';
import { sweepPartners } from './schedules/sweep-partners';
import { watchRollouts } from './schedules/watch-rollouts';
import { watchRuns } from './schedules/watch-runs';

type Tick = (context: InvocationContext) => Promise<void>;

/** What the clock starts in the runtime part. Ticks are kept apart, so that they do not all ask Graph in the same second. */
export function registerSchedules(
  ports: Ports & EventPorts & AdminPorts,
  settings: AppSettings & EventSettings,
): void {
  const deps = { ...ports, ...settings };
  // Run at start too: creating what exists is one list call, and until it exists nobody is heard.
  every('renewSubscriptions', '0 */5 * * * *', renewSubscriptions(deps), true);
  every('answerReauthorizations', '40 * * * * *', answerReauthorizations(deps));
  // At start too: the baseline is what was here before Gatehouse, so it must not wait.
  every('sweepGuests', '15 */10 * * * *', sweepGuests(deps), true);
  every('sweepGroups', '45 1-59/10 * * * *', afterBaseline(deps, sweepGroups(deps)));
  every('sweepPartners', '15 3-59/10 * * * *', sweepPartners(deps));
  every('checkGroups', '15 17 * * * *', checkGroups(deps));
  every('watchRollouts', '5 2-59/5 * * * *', watchRollouts(deps));
  every('readSignIns', '35 6-59/20 * * * *', readSignIns(deps));
  every('anchorAudit', '20 41 * * * *', anchorAudit(ports));
  every('reportFigures', '50 */5 * * * *', reportFigures(deps));
  every('purgeExpired', '0 23 3 * * *', purgeExpired({ ...deps, expiries: expiriesOf(deps) }));
}

/** The watchman of one part: each looks after the kinds whose runs its own task hub holds. */
export function registerWatchman(ports: Ports, part: Part): void {
  const watch = watchRuns(ports, kindsOf(part));
  app.timer('watchRuns', {
    schedule: '30 */5 * * * *',
    extraInputs: [df.input.durableClient()],
    handler: (_timer, context) => watch(context, durableRuns(df.getClient(context))),
  });
}

function every(name: string, schedule: string, tick: Tick, runOnStartup = false): void {
  app.timer(name, { schedule, runOnStartup, handler: (_timer, context) => tick(context) });
}

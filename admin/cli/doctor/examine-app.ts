import type { FailureCauses } from '../../../shared/domain/admin-api/failure-causes';
import type { Health } from '../../../shared/domain/admin-api/events-status';
import type { EventsStatus } from '../../../shared/domain/events-status';
import type { ApiClient } from '../../api-client';
import { spanText } from '../time-text';
import { looked, ok, problem, type Finding } from './finding';

/** Tokens and signatures tolerate a minute; what is beyond makes sign-ins fail at random. */
const CLOCK_TOLERANCE_MS = 60_000;
const RESTART =
  'az functionapp restart --resource-group RG --name APP; then read its log: az webapp log tail';

/** What the admin API tells: is it there, are changes heard, what failed, whose clock is wrong, which release it is. */
export async function examineApp(api: ApiClient, version: string, now: () => number): Promise<Finding[]> {
  const asked = now();
  const health = await looked('app', RESTART, async () =>
    fromHealth(await api.get<Health>('health'), version, asked, now()),
  );
  if (health.some(({ check, verdict }) => check === 'app' && verdict === 'unknown')) return health;
  const failures = await looked('failures', 'gatehouse doctor, again in a minute', async () =>
    fromFailures(await api.get<FailureCauses>('failures')),
  );
  return [...health, ...failures];
}

function fromHealth(
  { events, version: running }: Health,
  version: string,
  asked: number,
  answered: number,
): Finding[] {
  const app = ok('app', 'answers and reaches its tables');
  if (events === undefined) {
    const observed = 'the answer was the one for anybody: the token is not taken as a reader’s';
    return [
      app,
      problem('sign-in', observed, 'give yourself the app role Gatehouse.Reader and sign in again: az login'),
    ];
  }
  return [
    app,
    fromVersion(running, version),
    fromClock(events, asked, answered),
    ...subscriptions(events),
    ...sweeps(events),
  ];
}

function fromVersion(running: string | undefined, version: string): Finding {
  if (running === version) return ok('version', `${version}, here and there`);
  const observed = `the app is ${running ?? 'of a release that does not say'}, this command is ${version}`;
  return problem(
    'version',
    observed,
    'deploy the release you work with (azd up), or take the command of that release',
  );
}

/** The answer was given between the question and its arrival; beyond that one of the clocks is wrong. */
function fromClock({ at }: EventsStatus, asked: number, answered: number): Finding {
  const there = Date.parse(at);
  const skewMs = there < asked ? asked - there : Math.max(0, there - answered);
  if (skewMs <= CLOCK_TOLERANCE_MS) return ok('clock', 'both agree within a minute');
  return problem(
    'clock',
    `they differ by ${spanText(Math.round(skewMs / 1000))}`,
    'set this machine’s clock: timedatectl set-ntp true',
  );
}

function subscriptions({ subscriptions: all }: EventsStatus): Finding[] {
  return ['users', 'groups'].map((resource) => {
    const check = `subscription ${resource}`;
    const active = all.find((one) => one.resource === resource && one.state === 'active');
    if (active !== undefined) return ok(check, `active until ${active.expiresAt}`);
    const state = all.find((one) => one.resource === resource)?.state ?? 'missing';
    return problem(
      check,
      state,
      'gatehouse permissions check; then see docs/operating.md, "Subscriptions are not renewed"',
    );
  });
}

function sweeps({ sweeps: all }: EventsStatus): Finding[] {
  return all.map(({ name, lagSeconds, isLate }) => {
    const lag = lagSeconds === null ? 'no round is complete yet' : `${spanText(lagSeconds)} behind`;
    return isLate
      ? problem(
          `sweep ${name}`,
          lag,
          'gatehouse events status; then see docs/operating.md, "A sweep is late"',
        )
      : ok(`sweep ${name}`, lag);
  });
}

function fromFailures({ causes }: FailureCauses): Finding[] {
  if (causes.length === 0) return [ok('failures', 'none is open')];
  return causes.map(({ fingerprint, count, flow, step, code, fix }) =>
    problem(`failure ${fingerprint}`, `${count} open, ${flow} ${step}: ${code}`, fix),
  );
}

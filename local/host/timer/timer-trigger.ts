import { errorText } from '../app/error-text';
import { type HostLog } from '../app/host-log';
import { InvocationFailure } from '../app/invocation-failure';
import { type AppInvoker, type InvocationOptions } from '../app/invoker';
import { type RegisteredFunction } from '../app/registered-function';
import { type TriggerListener } from '../app/trigger-listener';
import { type Clock, type ScheduledCall } from '../clock/clock';
import { type AppSettings, resolvePercents } from '../settings/app-settings';
import { isMonitorable, startOf } from './past-due';
import { readRetryPolicy, type RetryPolicy } from './retry-policy';
import { parseSchedule, type Schedule } from './schedule';
import { timerInfo } from './timer-info';
import { type TimerStatus, type TimerStatusStore } from './timer-status';

/** What a timer needs of its host. */
export interface TimerParts {
  invoker: AppInvoker;
  clock: Clock;
  store: TimerStatusStore;
  settings: AppSettings;
  log: HostLog;
}

type Cause = 'schedule' | 'past-due' | 'startup' | 'by-hand';

/** One timer function: never two runs at a time, the next one armed when the last has ended. */
export class TimerTrigger implements TriggerListener {
  private readonly schedule: Schedule;
  private readonly retry: RetryPolicy | undefined;
  private readonly isMonitored: boolean;
  private status: TimerStatus;
  private armed: ScheduledCall | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;

  /** @throws Error that names the function when its schedule or retry policy cannot be read. */
  constructor(
    private readonly metadata: RegisteredFunction,
    private readonly parts: TimerParts,
  ) {
    const { name, trigger, retry } = metadata;
    const text = typeof trigger['schedule'] === 'string' ? trigger['schedule'] : '';
    try {
      const resolved = resolvePercents(text, parts.settings, 'its schedule');
      this.schedule = parseSchedule(resolved, parts.settings('WEBSITE_TIME_ZONE'));
    } catch (error) {
      throw new Error(`Timer function "${name}" cannot run. ${errorText(error)}`, { cause: error });
    }
    this.retry = readRetryPolicy(name, retry);
    const nowMs = parts.clock.now();
    this.isMonitored = trigger['useMonitor'] !== false && isMonitorable(this.schedule, nowMs);
    this.status = startOf(this.schedule, undefined, nowMs).status;
  }

  start(): Promise<void> {
    const { clock, store } = this.parts;
    const known = this.isMonitored ? store.read(this.metadata.name) : undefined;
    const { status, isPastDue } = startOf(this.schedule, known, clock.now());
    this.status = status;
    if (this.isMonitored) store.write(this.metadata.name, status);
    if (isPastDue) this.run('past-due');
    else if (this.metadata.trigger['runOnStartup'] === true) this.run('startup');
    else this.arm();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.isStopped = true;
    this.armed?.cancel();
    return this.running;
  }

  /** Runs the function now, out of turn; its schedule stays as it is. */
  runByHand(): void {
    this.running = this.running
      .then(() => this.invoke('by-hand'))
      .catch((error: unknown) => this.report(error));
  }

  private arm(): void {
    if (this.isStopped || this.status.nextMs === Number.MAX_SAFE_INTEGER) return;
    this.armed = this.parts.clock.schedule(this.status.nextMs, () => this.run('schedule'));
  }

  private run(cause: Cause): void {
    const firedMs = this.parts.clock.now();
    this.running = this.running
      .then(() => this.invoke(cause))
      .then(() => this.remember(firedMs))
      .catch((error: unknown) => this.report(error))
      .then(() => this.arm());
  }

  private report(error: unknown): void {
    const { name } = this.metadata;
    const text = `Timer function '${name}' could not be run or its status not kept: ${errorText(error)}`;
    this.parts.log({ level: 'error', source: 'host', functionName: name, text });
  }

  /** Also after a failed run: the occurrence had its turn. */
  private remember(firedMs: number): void {
    const nextMs = this.schedule.nextMs(firedMs) ?? Number.MAX_SAFE_INTEGER;
    this.status = { lastMs: firedMs, nextMs, updatedMs: firedMs };
    if (this.isMonitored) this.parts.store.write(this.metadata.name, this.status);
  }

  private async invoke(cause: Cause): Promise<void> {
    const firedMs = this.parts.clock.now();
    const trigger = { json: JSON.stringify(timerInfo(this.schedule, this.status, cause === 'past-due')) };
    const reason = `Timer fired at ${new Date(firedMs).toISOString()}${cause === 'schedule' ? '' : ` (${cause})`}`;
    let options: InvocationOptions = { reason };
    for (let retry = 1; ; retry += 1) {
      const failure = await this.attempt(trigger, options);
      if (!failure || !this.mayRetry(retry)) return;
      await this.wait(this.retry?.delayMs(retry) ?? 0);
      if (this.isStopped) return;
      options = { reason, retryContext: retryContext(retry, this.retry, failure) };
    }
  }

  private async attempt(
    trigger: { json: string },
    options: InvocationOptions,
  ): Promise<InvocationFailure | undefined> {
    try {
      await this.parts.invoker.invoke(this.metadata.name, { trigger }, options);
      return undefined;
    } catch (error) {
      if (error instanceof InvocationFailure) return error; // The invoker has logged it.
      throw error;
    }
  }

  private mayRetry(retry: number): boolean {
    if (!this.retry || this.isStopped) return false;
    return this.retry.maxRetryCount === -1 || retry <= this.retry.maxRetryCount;
  }

  private wait(delayMs: number): Promise<void> {
    const { clock } = this.parts;
    return new Promise((resolve) => {
      const call = clock.schedule(clock.now() + delayMs, resolve);
      const cancel = (): void => {
        call.cancel();
        resolve();
      };
      this.armed = { cancel };
    });
  }
}

function retryContext(
  retryCount: number,
  policy: RetryPolicy | undefined,
  failure: InvocationFailure,
): NonNullable<InvocationOptions['retryContext']> {
  const exception = { message: failure.message, stackTrace: failure.stack ?? '' };
  return { retryCount, maxRetryCount: policy?.maxRetryCount ?? 0, exception };
}

import { errorText } from '../app/error-text';
import { type HostLog } from '../app/host-log';
import { type Clock, type ScheduledCall } from '../clock/clock';
import { type CommitLog, HostStopped } from './commit-log';
import { EventType, inbound, isoTime } from './history-event';
import { type InstanceState, type TimerTask } from './instance-state';
import { type WorkTracker } from './work-tracker';

interface Parts {
  clock: Clock;
  commits: CommitLog;
  work: WorkTracker;
  log: HostLog;
}

/** Fires durable timers: never before the clock has reached them (facts 2.7), those overdue at a start at once. */
export class TimerDispatcher {
  private readonly scheduled = new Map<string, Set<ScheduledCall>>();

  constructor(private readonly parts: Parts) {}

  add({ instanceId, executionId }: InstanceState, timer: TimerTask): void {
    const { clock, work } = this.parts;
    const isDue = timer.fireAtMs <= clock.now();
    // A timer that is due now is work under way; one in the future is not.
    const done = isDue ? work.begin() : undefined;
    const calls = this.scheduled.get(instanceId) ?? new Set<ScheduledCall>();
    const fire = (): void => {
      if (call) calls.delete(call);
      const end = done ?? work.begin();
      void this.fire(instanceId, executionId, timer).finally(end);
    };
    let call: ScheduledCall | undefined;
    if (isDue) {
      setImmediate(fire);
      return;
    }
    call = clock.schedule(timer.fireAtMs, fire);
    calls.add(call);
    this.scheduled.set(instanceId, calls);
  }

  /** Forgets the timers of an execution that is over. */
  cancel(instanceId: string): void {
    for (const call of this.scheduled.get(instanceId) ?? []) call.cancel();
    this.scheduled.delete(instanceId);
  }

  stop(): void {
    for (const instanceId of [...this.scheduled.keys()]) this.cancel(instanceId);
  }

  private async fire(instanceId: string, executionId: string, { id, fireAtMs }: TimerTask): Promise<void> {
    const { clock, commits, log } = this.parts;
    const event = {
      EventType: EventType.TimerFired as const,
      TimerId: id,
      FireAt: isoTime(fireAtMs),
      ...inbound(clock.now()),
    };
    try {
      await commits.commit({
        kind: 'deliver',
        to: instanceId,
        messages: [{ executionId, event }],
        closes: { executionId, timer: id },
      });
    } catch (error) {
      if (error instanceof HostStopped) return;
      log({
        level: 'error',
        source: 'host',
        text: `Timer ${id} of instance ${instanceId} could not be recorded. ${errorText(error)}`,
      });
    }
  }
}

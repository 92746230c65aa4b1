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
    if (timer.fireAtMs <= clock.now()) {
      // Due now: work under way. A timer in the future is none until time has come.
      const done = work.begin();
      setImmediate(() => void this.fire(instanceId, executionId, timer).finally(done));
      return;
    }
    const calls = this.scheduled.get(instanceId) ?? new Set<ScheduledCall>();
    const call = clock.schedule(timer.fireAtMs, () => {
      calls.delete(call);
      void this.fire(instanceId, executionId, timer).finally(work.begin());
    });
    this.scheduled.set(instanceId, calls.add(call));
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

import { errorText } from '../app/error-text';
import { type HostLog } from '../app/host-log';
import { type FunctionInvoker, type TypedData } from '../app/registered-function';
import { toTypedData } from '../app/typed-data';
import { type Clock } from '../clock/clock';
import { activityInputMetadata, activityResult } from './activity-value';
import { type CommitLog, HostStopped } from './commit-log';
import { activityFailure } from './failure-text';
import { FinishLine } from './finish-line';
import { type FaultSwitches } from './fault-switches';
import { EventType, inbound, type InboundEvent } from './history-event';
import { type ActivityTask, type InstanceState } from './instance-state';
import { type WorkTracker } from './work-tracker';

interface Parts {
  invoker: FunctionInvoker;
  clock: Clock;
  commits: CommitLog;
  faults: FaultSwitches;
  work: WorkTracker;
  maxConcurrent: number;
  log: HostLog;
}

interface QueuedTask {
  instanceId: string;
  executionId: string;
  task: ActivityTask;
  done: () => void;
}

/**
 * Runs activities: in the order they were started, so many at a time as host.json allows, at least once each. A result
 * counts when it is recorded; an activity that was not recorded is run again by the next host.
 */
export class ActivityDispatcher {
  private readonly queue: QueuedTask[] = [];
  private readonly finishLine = new FinishLine();
  private started = 0;
  private running = 0;
  private isStopped = false;

  constructor(private readonly parts: Parts) {}

  add({ instanceId, executionId }: InstanceState, task: ActivityTask): void {
    if (this.isStopped) return;
    this.queue.push({ instanceId, executionId, task, done: this.parts.work.begin() });
    this.pump();
  }

  /** Starts nothing more. What runs goes on; the tracker knows when it has ended. */
  stop(): void {
    this.isStopped = true;
    for (const { done } of this.queue.splice(0)) done();
  }

  private pump(): void {
    while (this.running < this.parts.maxConcurrent) {
      const next = this.queue.shift();
      if (!next) return;
      void this.run(next, this.started++).finally(next.done);
    }
  }

  private async run(queued: QueuedTask, order: number): Promise<void> {
    const { task, instanceId } = queued;
    try {
      const event = await this.execute(queued);
      await this.finishLine.cross(order);
      await this.keep(queued, event);
    } catch (error) {
      if (error instanceof HostStopped) return;
      const text = `The result of activity ${task.name} of instance ${instanceId} could not be recorded; it is run again when the host is started again. ${errorText(error)}`;
      this.parts.log({ level: 'error', source: 'host', functionName: task.name, text });
    }
  }

  /** The limit of concurrent activities counts those that run, not those whose result is being written. */
  private async execute({ instanceId, task }: QueuedTask): Promise<InboundEvent> {
    this.running += 1;
    try {
      if (this.parts.faults.runTwice.has(task.name)) await this.outcome(instanceId, task);
      return await this.outcome(instanceId, task);
    } finally {
      this.running -= 1;
      this.pump();
    }
  }

  private keep({ instanceId, executionId, task }: QueuedTask, event: InboundEvent): Promise<void> {
    const message = { executionId, event };
    const messages = this.parts.faults.duplicateCompletion.has(task.name) ? [message, message] : [message];
    return this.parts.commits.commit(
      { kind: 'deliver', to: instanceId, messages, closes: { executionId, task: task.id } },
      { record: 'activity', functionName: task.name },
    );
  }

  private async outcome(instanceId: string, task: ActivityTask): Promise<InboundEvent> {
    const common = { TaskScheduledId: task.id };
    const triggerMetadata: Record<string, TypedData> = {
      instanceId: { string: instanceId },
      data: activityInputMetadata(task.input),
    };
    try {
      const { returnValue } = await this.parts.invoker.invoke(task.name, {
        trigger: toTypedData(task.input), // A string is JSON text already.
        triggerMetadata,
      });
      return {
        EventType: EventType.TaskCompleted,
        Result: activityResult(returnValue),
        ...common,
        ...this.stamp(),
      };
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      const { reason, details, failureDetails } = activityFailure(task.name, message, stack ?? '');
      return {
        EventType: EventType.TaskFailed,
        Reason: reason,
        Details: details,
        FailureDetails: failureDetails,
        ...common,
        ...this.stamp(),
      };
    }
  }

  private stamp(): ReturnType<typeof inbound> {
    return inbound(this.parts.clock.now());
  }
}

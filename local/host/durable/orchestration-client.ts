import { randomUUID } from 'node:crypto';
import { type Clock } from '../clock/clock';
import { type CommitLog } from './commit-log';
import { EventType, inbound, type InboundEvent } from './history-event';
import { hasEnded, type InstanceState, type RuntimeStatus } from './instance-state';
import { type InstanceStore } from './instance-store';
import { type WorkTracker } from './work-tracker';

interface Parts {
  store: InstanceStore;
  commits: CommitLog;
  clock: Clock;
  work: WorkTracker;
  mayReplaceRunning: boolean;
}

/** What to start. `input` is JSON text. */
export interface StartRequest {
  name: string;
  instanceId?: string | undefined;
  input: string;
  version?: string | undefined;
}

/** The id that was started, or the status of the instance that has the id already. */
export type StartResult = { instanceId: string } | { taken: RuntimeStatus };

/** A request to an instance was taken, or why it cannot be. */
export type ControlResult = 'accepted' | 'not-found' | 'ended';

const LONGEST_INSTANCE_ID = 256;

/** Everything a client can ask of orchestrations; each change is durable when its promise resolves. */
export class OrchestrationClient {
  constructor(private readonly parts: Parts) {}

  /**
   * Starts an orchestration. An id whose instance has not ended is refused unless host.json lets it be replaced; of starts
   * that come in at the same time all are accepted and the last one counts (recorded).
   *
   * @param beforeWriting waited for between the look for the id and the write.
   * @throws InvalidInstanceId
   */
  async start(request: StartRequest, beforeWriting?: () => Promise<unknown>): Promise<StartResult> {
    const { store, clock, mayReplaceRunning } = this.parts;
    const instanceId = request.instanceId ?? randomUUID().replaceAll('-', '');
    checkInstanceId(instanceId);
    const known = store.get(instanceId);
    if (known && !hasEnded(known) && !mayReplaceRunning) return { taken: known.status };
    await beforeWriting?.();
    const { name, input, version } = request;
    const seed = {
      instanceId,
      executionId: randomUUID(),
      name,
      input,
      version: version ?? null,
      parent: null,
      createdAtMs: clock.now(),
    };
    await this.commit({ kind: 'start', instance: seed, mayReplaceRunning });
    return { instanceId };
  }

  /** Delivers events, in one commit: unless a fault switch says otherwise they are seen in one turn. `data` is JSON text. */
  raise(instanceId: string, ...events: { name: string; data: string }[]): Promise<ControlResult> {
    return this.send(
      instanceId,
      events.map(({ name, data }) => ({
        EventType: EventType.EventRaised,
        Name: name,
        Input: data,
        ParentTraceContext: null,
        ...this.stamp(),
      })),
    );
  }

  terminate(instanceId: string, reason: string | null): Promise<ControlResult> {
    return this.send(instanceId, [
      { EventType: EventType.ExecutionTerminated, Input: reason, ...this.stamp() },
    ]);
  }

  suspend(instanceId: string, reason: string | null): Promise<ControlResult> {
    return this.send(instanceId, [
      { EventType: EventType.ExecutionSuspended, Reason: reason, ...this.stamp() },
    ]);
  }

  resume(instanceId: string, reason: string | null): Promise<ControlResult> {
    return this.send(instanceId, [
      { EventType: EventType.ExecutionResumed, Reason: reason, ...this.stamp() },
    ]);
  }

  get(instanceId: string): InstanceState | undefined {
    return this.parts.store.get(instanceId);
  }

  all(): InstanceState[] {
    return [...this.parts.store.all()];
  }

  /** Forgets ended instances and their histories; ids that are unknown or have not ended are left alone. */
  async purge(instanceIds: readonly string[]): Promise<number> {
    const ended = instanceIds.filter((id) => {
      const instance = this.parts.store.get(id);
      return instance && hasEnded(instance);
    });
    if (ended.length > 0) await this.commit({ kind: 'purge', instanceIds: ended });
    return ended.length;
  }

  private async send(instanceId: string, events: InboundEvent[]): Promise<ControlResult> {
    const instance = this.parts.store.get(instanceId);
    if (!instance) return 'not-found';
    if (hasEnded(instance)) return 'ended';
    await this.commit({ kind: 'deliver', to: instanceId, messages: events.map((event) => ({ event })) });
    return 'accepted';
  }

  private async commit(commit: Parameters<CommitLog['commit']>[0]): Promise<void> {
    const done = this.parts.work.begin();
    try {
      await this.parts.commits.commit(commit);
    } finally {
      done();
    }
  }

  private stamp(): ReturnType<typeof inbound> {
    return inbound(this.parts.clock.now());
  }
}

/** An instance id Azure does not take (`DurableClient.cs`, 2024-10; the length is the code's, the docs say 100). */
export class InvalidInstanceId extends Error {}

function checkInstanceId(instanceId: string): void {
  if (instanceId.startsWith('@')) {
    throw new InvalidInstanceId("instanceId (Parameter 'Orchestration instance ids must not start with @.')");
  }
  if (/[/\\#?]|\p{Cc}/u.test(instanceId)) {
    throw new InvalidInstanceId(
      "instanceId (Parameter 'Orchestration instance ids must not contain /, \\, #, ?, or control characters.')",
    );
  }
  if (instanceId.length > LONGEST_INSTANCE_ID) {
    throw new InvalidInstanceId(`Instance ID lengths must not exceed ${LONGEST_INSTANCE_ID} characters.`);
  }
}

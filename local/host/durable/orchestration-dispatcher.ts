import { errorText } from '../app/error-text';
import { type HostLog } from '../app/host-log';
import { type Clock } from '../clock/clock';
import { type CommitLog, HostStopped } from './commit-log';
import { type FaultSwitches } from './fault-switches';
import { hasEnded } from './instance-state';
import { type InstanceStore } from './instance-store';
import { turnCommit } from './turn-commit';
import { type TurnPlayer } from './turn-player';
import { type WorkTracker } from './work-tracker';

interface Parts {
  store: InstanceStore;
  player: TurnPlayer;
  clock: Clock;
  commits: CommitLog;
  faults: FaultSwitches;
  work: WorkTracker;
  maxConcurrent: number;
  log: HostLog;
}

/** Gives turns to instances: one turn at a time for each, many instances at once. */
export class OrchestrationDispatcher {
  private readonly ready = new Map<string, () => void>();
  private readonly running = new Set<string>();
  private isScheduled = false;
  private isStopped = false;

  constructor(private readonly parts: Parts) {}

  /** An instance has something to do; told again while it waits or runs, nothing is lost. */
  add(instanceId: string): void {
    if (this.isStopped || this.ready.has(instanceId)) return;
    this.ready.set(instanceId, this.parts.work.begin());
    if (this.isScheduled) return;
    this.isScheduled = true;
    // Not at once: what arrives together should be seen together.
    setImmediate(() => this.pump());
  }

  stop(): void {
    this.isStopped = true;
    for (const done of this.ready.values()) done();
    this.ready.clear();
  }

  private pump(): void {
    this.isScheduled = false;
    while (this.running.size < this.parts.maxConcurrent) {
      const instanceId = this.choose();
      if (instanceId === undefined) return;
      const done = this.ready.get(instanceId);
      this.ready.delete(instanceId);
      this.running.add(instanceId);
      void this.turn(instanceId).finally(() => {
        this.running.delete(instanceId);
        done?.();
        this.pump();
      });
    }
  }

  /** The instance that has waited longest and is not in a turn. */
  private choose(): string | undefined {
    for (const instanceId of this.ready.keys()) if (!this.running.has(instanceId)) return instanceId;
    return undefined;
  }

  private async turn(instanceId: string): Promise<void> {
    const { store, player, commits, clock, faults, log } = this.parts;
    const instance = store.get(instanceId);
    if (!instance || hasEnded(instance) || (instance.inbox.length === 0 && !instance.isFresh)) return;
    try {
      const turn = await player.play(instance, faults.messagesPerTurn);
      if ('dropped' in turn)
        await commits.commit({
          kind: 'drop',
          instanceId,
          executionId: instance.executionId,
          taken: turn.taken,
        });
      else
        await commits.commit(turnCommit(turn, clock.now()), { record: 'turn', functionName: instance.name });
      if (instance.inbox.length > 0) this.add(instanceId);
    } catch (error) {
      if (error instanceof HostStopped) return;
      const text = `A turn of instance ${instanceId} could not be played; it is tried again when the host is started again or a message arrives. ${errorText(error)}`;
      log({ level: 'error', source: 'host', functionName: instance.name, text });
    }
  }
}

import { errorText } from '../app/error-text';
import { type HostLog } from '../app/host-log';
import { type Clock } from '../clock/clock';
import { type CommitLog, HostStopped } from './commit-log';
import { type FaultSwitches } from './fault-switches';
import { hasEnded, type InstanceState } from './instance-state';
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
  private playing = 0;
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
    while (this.playing < this.parts.maxConcurrent) {
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
    const { store, log } = this.parts;
    const instance = store.get(instanceId);
    if (!instance || hasEnded(instance) || (instance.inbox.length === 0 && !instance.isFresh)) return;
    try {
      await this.keep(instance, await this.play(instance));
      if (instance.inbox.length > 0) this.add(instanceId);
    } catch (error) {
      if (error instanceof HostStopped) return;
      const text = `A turn of instance ${instanceId} could not be played; it is tried again when the host is started again or a message arrives. ${errorText(error)}`;
      log({ level: 'error', source: 'host', functionName: instance.name, text });
    }
  }

  /** The limit of concurrent orchestrators counts those that run, not those whose turn is being written. */
  private async play(instance: InstanceState): ReturnType<TurnPlayer['play']> {
    this.playing += 1;
    try {
      return await this.parts.player.play(instance, this.parts.faults.messagesPerTurn);
    } finally {
      this.playing -= 1;
      setImmediate(() => this.pump());
    }
  }

  private keep(
    { instanceId, executionId, name }: InstanceState,
    turn: Awaited<ReturnType<TurnPlayer['play']>>,
  ): Promise<void> {
    const { commits, clock } = this.parts;
    if ('dropped' in turn)
      return commits.commit({ kind: 'drop', instanceId, executionId, taken: turn.taken });
    return commits.commit(turnCommit(turn, clock.now()), { record: 'turn', functionName: name });
  }
}

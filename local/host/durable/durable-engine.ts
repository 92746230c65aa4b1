import { type HostLog } from '../app/host-log';
import { type FunctionInvoker } from '../app/registered-function';
import { type Clock } from '../clock/clock';
import { type Journal } from '../journal/journal';
import { ActivityDispatcher } from './activity-dispatcher';
import { CommitLog } from './commit-log';
import { type DurableOptions } from './durable-options';
import { type FaultSwitches, noFaults } from './fault-switches';
import { Guards } from './guards';
import { type Effects, InstanceStore } from './instance-store';
import { OrchestrationClient } from './orchestration-client';
import { OrchestrationDispatcher } from './orchestration-dispatcher';
import { TimerDispatcher } from './timer-dispatcher';
import { type Fed, TurnPlayer } from './turn-player';
import { WorkTracker } from './work-tracker';

/** What an engine is made of. */
export interface DurableEngineOptions {
  invoker: FunctionInvoker;
  clock: Clock;
  journal: Journal;
  options: DurableOptions;
  log: HostLog;
  faults?: FaultSwitches;
  /** The determinism guards; on by default outside of production. */
  hasGuards?: boolean;
  /** Called when a fault switch let the engine crash. */
  onCrash?: () => void;
}

/** Runs orchestrations and activities on a journal. */
export interface DurableEngine {
  readonly client: OrchestrationClient;
  readonly work: WorkTracker;
  readonly faults: FaultSwitches;
  /** How much history its orchestrators were given since it was made. */
  readonly fed: Readonly<Fed>;
  /** Reads the journal and takes up what is unfinished. @throws JournalCorrupted */
  start(): Promise<void>;
  /** Starts nothing more, waits for what runs (unless it crashed), closes the journal. Safe to repeat. */
  stop(): Promise<void>;
  /** Dies at once, as a killed process would: what runs goes on unseen and is never recorded. */
  crash(): void;
}

export function createDurableEngine(options: DurableEngineOptions): DurableEngine {
  return new Engine(options);
}

class Engine implements DurableEngine {
  readonly client: OrchestrationClient;
  readonly work = new WorkTracker();
  readonly faults: FaultSwitches;
  readonly fed: Readonly<Fed>;
  private readonly store = new InstanceStore();
  private readonly commits: CommitLog;
  private readonly orchestrations: OrchestrationDispatcher;
  private readonly activities: ActivityDispatcher;
  private readonly timers: TimerDispatcher;
  private stopped: Promise<void> | undefined;

  constructor({ invoker, clock, journal, options, log, faults, hasGuards, onCrash }: DurableEngineOptions) {
    this.faults = faults ?? noFaults();
    const crashed = (): void => {
      this.crash();
      onCrash?.();
    };
    this.commits = new CommitLog(this.store, journal, this.faults, (effects) => this.act(effects), crashed);
    const shared = { clock, commits: this.commits, faults: this.faults, work: this.work, log };
    const player = new TurnPlayer({ invoker, clock, guards: new Guards(log, hasGuards) });
    this.fed = player.fed;
    this.orchestrations = new OrchestrationDispatcher({
      ...shared,
      store: this.store,
      player,
      maxConcurrent: options.maxConcurrentOrchestratorFunctions,
    });
    this.activities = new ActivityDispatcher({
      ...shared,
      invoker,
      maxConcurrent: options.maxConcurrentActivityFunctions,
    });
    this.timers = new TimerDispatcher(shared);
    const mayReplaceRunning = options.overridableExistingInstanceStates === 'AnyState';
    this.client = new OrchestrationClient({
      store: this.store,
      commits: this.commits,
      clock,
      work: this.work,
      mayReplaceRunning,
    });
  }

  async start(): Promise<void> {
    await this.commits.load();
    this.act(this.store.unfinished());
  }

  stop(): Promise<void> {
    return (this.stopped ??= this.stopOnce());
  }

  crash(): void {
    this.halt();
    this.commits.die();
    this.stopped = Promise.resolve();
  }

  private async stopOnce(): Promise<void> {
    this.halt();
    await this.work.idle();
    await this.commits.close();
  }

  private halt(): void {
    this.orchestrations.stop();
    this.activities.stop();
    this.timers.stop();
  }

  private act({ ready, tasks, timers, ended }: Effects): void {
    for (const instanceId of ended) this.timers.cancel(instanceId);
    for (const { instance, task } of tasks) this.activities.add(instance, task);
    for (const { instance, timer } of timers) this.timers.add(instance, timer);
    for (const instanceId of ready) this.orchestrations.add(instanceId);
  }
}

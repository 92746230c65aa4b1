import { type Commit, type TurnCommit } from './commit';
import { EventType, executionStarted } from './history-event';
import {
  type ActivityTask,
  hasEnded,
  type InstanceState,
  type Message,
  type NewInstance,
  type TimerTask,
} from './instance-state';

/** What a commit makes possible: the engine acts on it after the commit is durable. */
export interface Effects {
  /** Instances that have something to do. */
  ready: string[];
  tasks: { instance: InstanceState; task: ActivityTask }[];
  timers: { instance: InstanceState; timer: TimerTask }[];
  /** Instances whose running execution is over: what was scheduled for it is void. */
  ended: string[];
}

/** All instances in memory, changed by commits alone: applying the same commits again gives the same store. */
export class InstanceStore {
  private readonly instances = new Map<string, InstanceState>();

  get(instanceId: string): InstanceState | undefined {
    return this.instances.get(instanceId);
  }

  all(): IterableIterator<InstanceState> {
    return this.instances.values();
  }

  apply(commit: Commit): Effects {
    const effects: Effects = { ready: [], tasks: [], timers: [], ended: [] };
    switch (commit.kind) {
      case 'start':
        this.start(commit.instance, commit.mayReplaceRunning, effects);
        break;
      case 'deliver':
        this.deliver(commit, effects);
        break;
      case 'turn':
        this.turn(commit, effects);
        break;
      case 'drop':
        this.drop(commit);
        break;
      case 'purge':
        for (const instanceId of commit.instanceIds)
          if (this.instances.delete(instanceId)) effects.ended.push(instanceId);
        break;
      case 'snapshot':
        this.instances.set(commit.instance.instanceId, commit.instance);
        break;
    }
    return effects;
  }

  /** Everything that is to be done in this store: for a host that has just read it. */
  unfinished(): Effects {
    const effects: Effects = { ready: [], tasks: [], timers: [], ended: [] };
    for (const instance of this.instances.values()) {
      if (isWaiting(instance)) effects.ready.push(instance.instanceId);
      for (const task of instance.tasks) effects.tasks.push({ instance, task });
      for (const timer of instance.timers) effects.timers.push({ instance, timer });
    }
    return effects;
  }

  /** An id in use is left alone, unless it has ended, has not begun, or may be replaced (facts 3.1). */
  private start(seed: NewInstance, mayReplaceRunning: boolean, effects: Effects): void {
    const known = this.instances.get(seed.instanceId);
    if (known && !hasEnded(known) && known.status !== 'Pending' && !mayReplaceRunning) return;
    if (known) effects.ended.push(seed.instanceId);
    this.instances.delete(seed.instanceId);
    this.instances.set(seed.instanceId, newInstance(seed));
    effects.ready.push(seed.instanceId);
  }

  private deliver(commit: Extract<Commit, { kind: 'deliver' }>, effects: Effects): void {
    const instance = this.instances.get(commit.to);
    if (!instance) return;
    const { closes } = commit;
    if (closes?.executionId === instance.executionId) {
      instance.tasks = instance.tasks.filter(({ id }) => id !== closes.task);
      instance.timers = instance.timers.filter(({ id }) => id !== closes.timer);
    }
    this.enqueue(instance, commit.messages, effects);
  }

  private enqueue(instance: InstanceState, messages: Message[], effects: Effects): void {
    if (hasEnded(instance)) return;
    instance.inbox.push(...messages);
    effects.ready.push(instance.instanceId);
  }

  private drop({ instanceId, executionId, taken }: Extract<Commit, { kind: 'drop' }>): void {
    const instance = this.instances.get(instanceId);
    if (instance?.executionId === executionId) instance.inbox.splice(0, taken);
  }

  private turn(commit: TurnCommit, effects: Effects): void {
    const instance = this.instances.get(commit.instanceId);
    if (instance?.executionId !== commit.executionId) return;
    play(instance, commit);
    if (commit.next)
      Object.assign(instance, commit.next, {
        isFresh: true,
        isCustomStatusCarried: instance.customStatus !== null,
      });
    const isOver = commit.next !== undefined || hasEnded(instance);
    if (isOver) this.endExecution(instance, effects);
    // What a failing turn still started runs unseen; nothing of it is kept.
    effects.tasks.push(...commit.tasks.map((task) => ({ instance, task })));
    if (!isOver) effects.timers.push(...commit.timers.map((timer) => ({ instance, timer })));
    for (const child of commit.children) this.start(child, false, effects);
    for (const { to, message } of commit.outgoing)
      this.deliver({ kind: 'deliver', to, messages: [message] }, effects);
    if (isWaiting(instance)) effects.ready.push(instance.instanceId);
  }

  private endExecution(instance: InstanceState, effects: Effects): void {
    instance.timers = [];
    instance.tasks = [];
    if (hasEnded(instance)) instance.inbox = [];
    effects.ended.push(instance.instanceId);
  }
}

function isWaiting({ inbox, isFresh }: InstanceState): boolean {
  return inbox.length > 0 || isFresh;
}

/** What a turn does to its own instance. */
function play(instance: InstanceState, commit: TurnCommit): void {
  const { status, customStatus, isCustomStatusCarried, output, updatedAtMs } = commit;
  instance.inbox.splice(0, commit.taken);
  // The first turn after continue-as-new plays the events its history began with.
  if (instance.isFresh)
    for (const event of instance.history) event.IsPlayed = event.EventType !== EventType.OrchestratorStarted;
  instance.history.push(...commit.events);
  instance.tasks.push(...commit.tasks);
  instance.timers.push(...commit.timers);
  Object.assign(instance, {
    status,
    customStatus,
    isCustomStatusCarried,
    output,
    updatedAtMs,
    isFresh: false,
  });
}

function newInstance(seed: NewInstance): InstanceState {
  const { instanceId, executionId, name, version, input, parent, createdAtMs } = seed;
  const OrchestrationInstance = { InstanceId: instanceId, ExecutionId: executionId };
  const start = {
    OrchestrationInstance,
    ParentInstance: parent,
    Name: name,
    Version: version,
    Input: input,
    Generation: 0,
  };
  return {
    ...seed,
    status: 'Pending',
    customStatus: null,
    isCustomStatusCarried: false,
    output: null,
    updatedAtMs: createdAtMs,
    history: [],
    inbox: [{ executionId, event: executionStarted(start, createdAtMs) }],
    tasks: [],
    timers: [],
    isFresh: false,
  };
}

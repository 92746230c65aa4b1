import { EventWaiters } from './event-waiters';
import {
  ActionType,
  type CallActivityWithRetry,
  type CallSubOrchestrator,
  type CallSubOrchestratorWithRetry,
  type CompoundAction,
  type ContinueAsNew,
  type CreateTimer,
  type OrchestratorAction,
  REFUSED_FEATURES,
  type RetryOptions,
} from './orchestrator-action';
import {
  hasRefusedRetryInterval,
  LONG_TIMER_LEG_MS,
  LONGEST_SHORT_TIMER_MS,
  retryDelayMs,
} from './retry-delay';
import { type Settle, TaskTable } from './task-table';

/** The orchestrator asks for something this host refuses to run. */
export class RefusedFeature extends Error {
  constructor(readonly feature: string) {
    super(
      `The embedded host does not run ${feature}; see "What it refuses" in docs/embedded-host-durable.md.`,
    );
  }
}

/** What the actions of one instance are run against. */
export interface RunnerScope {
  instanceId: string;
  executionId: string;
  parentInstanceId: string | undefined;
  hasFunction(kind: 'activity' | 'orchestrator', name: string): boolean;
  /** A call that Azure swallows: the task never ends (recorded for unknown functions). */
  onSwallowed(reason: string): void;
  /** An action like one that is still open from an earlier yield: most often a task that was used twice. */
  onRepeated(action: OrchestratorAction): void;
}

/**
 * Runs an action list the way the host does: one action at a time, each awaited before the next is started, failures
 * swallowed (facts 2.5). Everything happens inside `run` and the completions that TaskTable and EventWaiters deliver.
 */
export class ActionRunner {
  readonly tasks = new TaskTable();
  readonly events = new EventWaiters();
  /** The time of the turn that is replayed, milliseconds. */
  nowMs = 0;
  continueAsNew: ContinueAsNew | undefined;
  isExhausted = false;
  private cursor = 0;
  private readonly openActions = new Map<string, number>();

  constructor(
    private readonly actions: readonly OrchestratorAction[],
    private readonly scope: RunnerScope,
  ) {}

  /** Starts actions until one has to wait. @throws RefusedFeature */
  run(): void {
    for (let action = this.actions[this.cursor]; action; action = this.actions[this.cursor]) {
      this.cursor += 1;
      let state: 'starting' | 'waiting' | 'done' = 'starting';
      const isWaiting = (): boolean => state === 'waiting';
      this.start(action, this.cursor, () => {
        const resume = isWaiting();
        state = 'done';
        if (resume) this.run();
      });
      if ((state as string) !== 'done') {
        state = 'waiting';
        return;
      }
    }
    this.isExhausted = true;
  }

  private start(action: OrchestratorAction, position: number, done: () => void): void {
    switch (action.actionType) {
      case ActionType.CallActivity:
      case ActionType.CallSubOrchestrator:
        this.callOnce(action, position, done);
        break;
      case ActionType.CallActivityWithRetry:
      case ActionType.CallSubOrchestratorWithRetry:
        this.callWithRetry(action, done);
        break;
      case ActionType.ContinueAsNew:
        this.continueAsNew = action;
        done();
        break;
      case ActionType.CreateTimer:
        this.startTimer(action, this.tracked(action, position, done));
        break;
      case ActionType.WaitForExternalEvent:
        this.events.wait(action.externalEventName, this.tracked(action, position, done));
        break;
      case ActionType.WhenAny:
      case ActionType.WhenAll:
        this.startCompound(action, position, done);
        break;
      default:
        throw new RefusedFeature(REFUSED_FEATURES[action.actionType]);
    }
  }

  private callOnce(
    action: OrchestratorAction & { functionName: string },
    position: number,
    done: () => void,
  ): void {
    if (this.isSwallowed(action)) {
      done();
      return;
    }
    this.launch(action, this.tracked(action, position, done));
  }

  private callWithRetry(
    action: CallActivityWithRetry | CallSubOrchestratorWithRetry,
    done: () => void,
  ): void {
    if (this.isSwallowed(action) || this.isRefusedRetry(action.retryOptions)) {
      done();
      return;
    }
    const firstAttemptMs = this.nowMs;
    const { retryOptions } = action;
    const attempt = (number: number): void =>
      this.launch(action, ({ hasFailed, isNonRetriable }) => {
        if (!hasFailed || isNonRetriable) {
          done();
          return;
        }
        // The framework's dummy timer after the last failure; the library waits for it (facts 2.8).
        if (number + 1 >= retryOptions.maxNumberOfAttempts) {
          this.wait(this.nowMs, done);
          return;
        }
        const delayMs = retryDelayMs(retryOptions, number, firstAttemptMs, this.nowMs);
        if (delayMs === 0) {
          done();
          return;
        }
        this.wait(this.nowMs + delayMs, () => attempt(number + 1));
      });
    attempt(0);
  }

  private launch(action: OrchestratorAction & { functionName: string }, settle: Settle): void {
    if (
      action.actionType === ActionType.CallActivity ||
      action.actionType === ActionType.CallActivityWithRetry
    ) {
      this.tasks.start({ kind: 'activity', name: action.functionName, input: action.input }, settle);
      return;
    }
    const { functionName, instanceId, version, input } = action as CallSubOrchestrator;
    const childId = instanceId ?? `${this.scope.executionId}:${this.tasks.upcomingId}`;
    const request = {
      kind: 'sub-orchestration' as const,
      name: functionName,
      instanceId: childId,
      version: version ?? null,
      input,
    };
    this.tasks.start(request, settle);
  }

  private wait(fireAtMs: number, done: () => void): void {
    this.tasks.start({ kind: 'timer', fireAtMs }, done);
  }

  /**
   * Longer than six days: a first leg of three, then what remains, at most three at a time (facts 2.7). A cancelled timer
   * keeps ticking, for its legs take ids in the library too, but it holds no end back. INFERRED from the host's source:
   * there a cancelled timer ends a `Task.any` at once, so that ids may disagree where retries or legs ran beside it.
   */
  private startTimer({ fireAt, isCanceled }: CreateTimer, done: () => void): void {
    const finalMs = Date.parse(fireAt);
    const isLong = finalMs - this.nowMs > LONGEST_SHORT_TIMER_MS;
    const fired = (): void => {
      const remainingMs = finalMs - this.nowMs;
      if (isLong && remainingMs > 0) leg(this.nowMs + Math.min(remainingMs, LONG_TIMER_LEG_MS));
      else done();
    };
    const leg = (fireAtMs: number): void =>
      void this.tasks.start({ kind: 'timer', fireAtMs }, fired, isCanceled);
    leg(isLong ? this.nowMs + LONG_TIMER_LEG_MS : finalMs);
  }

  private startCompound(
    { actionType, compoundActions }: CompoundAction,
    position: number,
    done: () => void,
  ): void {
    let open =
      actionType === ActionType.WhenAll ? compoundActions.length : Math.min(1, compoundActions.length);
    let isStarting = true;
    for (const child of compoundActions) {
      this.start(child, position, () => {
        open -= 1;
        if (open === 0 && !isStarting) done();
      });
    }
    isStarting = false;
    if (open <= 0) done();
  }

  private isSwallowed(action: OrchestratorAction & { functionName: string }): boolean {
    const isActivity =
      action.actionType === ActionType.CallActivity || action.actionType === ActionType.CallActivityWithRetry;
    const kind = isActivity ? 'activity' : 'orchestrator';
    const { functionName } = action;
    if (!this.scope.hasFunction(kind, functionName)) {
      this.scope.onSwallowed(`it calls the ${kind} function '${functionName}', which the app does not have`);
      return true;
    }
    const { instanceId } = action as CallSubOrchestrator;
    if (isActivity || instanceId === undefined) return false;
    const taken = [this.scope.instanceId, this.scope.parentInstanceId ?? this.scope.instanceId];
    const isRefused =
      instanceId.startsWith('@') || taken.some((id) => id.toLowerCase() === instanceId.toLowerCase());
    if (isRefused)
      this.scope.onSwallowed(
        `it gives a sub-orchestration the instance id '${instanceId}', its own or its parent's`,
      );
    return isRefused;
  }

  private isRefusedRetry(options: RetryOptions): boolean {
    const isRefused = hasRefusedRetryInterval(options);
    if (isRefused) this.scope.onSwallowed('it asks for retries more than six days apart');
    return isRefused;
  }

  /** Remembers that an action is open, and reports a later yield that starts the same again meanwhile. */
  private tracked(action: OrchestratorAction, position: number, done: () => void): () => void {
    const key = JSON.stringify(action);
    const earlier = this.openActions.get(key);
    if (earlier !== undefined && earlier !== position) this.scope.onRepeated(action);
    this.openActions.set(key, position);
    return () => {
      this.openActions.delete(key);
      done();
    };
  }
}

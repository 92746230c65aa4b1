import { ActionRunner, RefusedFeature, type RunnerScope } from './action-runner';
import {
  closedTaskId,
  type CompletionEvent,
  isCompletion,
  isCreated,
  EventType,
  type EventRaised,
  type ExecutionTerminated,
  type HistoryEvent,
} from './history-event';
import { type NewWork } from './new-work';
import { NonDeterminism } from './non-determinism';
import { type OrchestratorAction } from './orchestrator-action';
import { type OrchestratorAnswer } from './orchestrator-answer';

/** How a turn ended the execution. */
export type Ending =
  | { kind: 'completed'; output: unknown }
  | { kind: 'failed'; error: string; isFrameworkText: boolean }
  | { kind: 'terminated'; reason: string | null }
  | { kind: 'continued-as-new'; input: unknown; carriedEvents: EventRaised[] };

/** What the replay of a history with an answer comes to. */
export interface ReplayOutcome {
  /** What the turn starts, in id order. */
  newWork: NewWork[];
  ending: Ending | undefined;
  /** For the guards: facts about the state the replay ended in. */
  findings: ReplayFindings;
}

export interface ReplayFindings {
  /** The orchestrator returned, failed or continued as new, but these tasks hold the end back. */
  heldBackBy: number[];
  /** Nothing open, nobody waited for, not ended: nothing but a termination will move this instance. */
  isStuck: boolean;
  swallowed: string[];
  repeated: OrchestratorAction[];
  caseDifferences: { raised: string; awaited: string }[];
  /** Events that nobody had taken when the execution continued as new. */
  unprocessedEvents: string[];
}

/** The instance a history belongs to. */
export type ReplayScope = Pick<
  RunnerScope,
  'instanceId' | 'executionId' | 'parentInstanceId' | 'hasFunction'
>;

/**
 * The events a continued execution begins with. Azure keeps those that arrive after `continueAsNew` (recorded). Whether
 * it also keeps those that were waiting before is UNVERIFIED: the 2024 source drops them, the recordings speak of
 * keeping unprocessed events. This host keeps them, and its guard reports them.
 */
function carriedEvents(waiting: EventRaised[], late: EventRaised[]): EventRaised[] {
  return [...waiting, ...late];
}

/**
 * Replays a history against what the orchestrator answered to it, as the host does (facts 2.5): a pure function that
 * gives the work to start and the end, if there is one. No end while a task is open.
 */
export function replay(
  history: readonly HistoryEvent[],
  answer: OrchestratorAnswer,
  scope: ReplayScope,
): ReplayOutcome {
  const swallowed: string[] = [];
  const repeated: OrchestratorAction[] = [];
  const runner = new ActionRunner(answer.actions, {
    ...scope,
    onSwallowed: (reason) => swallowed.push(reason),
    onRepeated: (action) => repeated.push(action),
  });
  const player = new HistoryPlayer(runner);
  const broken = player.playAll(history);
  const wantsToEnd = runner.isExhausted && (answer.isDone || answer.error !== undefined);
  const ending = broken ?? player.termination ?? (wantsToEnd ? endOf(answer, player) : undefined);
  return {
    newWork: runner.tasks.newWork(),
    ending,
    findings: {
      heldBackBy: wantsToEnd && !ending ? runner.tasks.openTaskIds : [],
      isStuck: !ending && player.isIdle,
      swallowed,
      repeated,
      caseDifferences: runner.events.differingOnlyByCase(),
      unprocessedEvents: runner.continueAsNew ? runner.events.unprocessed().map(({ Name }) => Name) : [],
    },
  };
}

/** The end the orchestrator asks for; none while a task is open (facts 2.5) or the instance is suspended. */
function endOf(answer: OrchestratorAnswer, player: HistoryPlayer): Ending | undefined {
  if (player.runner.tasks.hasOpenTasks || player.isSuspended) return undefined;
  if (answer.error !== undefined) return { kind: 'failed', error: answer.error, isFrameworkText: false };
  const { continueAsNew, events } = player.runner;
  if (!continueAsNew) return { kind: 'completed', output: answer.output };
  const carried = carriedEvents(events.unprocessed(), player.lateEvents);
  return { kind: 'continued-as-new', input: continueAsNew.input, carriedEvents: carried };
}

/** Feeds history events to the runner; suspension holds them back until the instance is resumed (facts 3.1). */
class HistoryPlayer {
  isSuspended = false;
  readonly lateEvents: EventRaised[] = [];
  private heldEvents: HistoryEvent[] = [];
  private terminated: ExecutionTerminated | undefined;

  constructor(readonly runner: ActionRunner) {}

  /** Plays the whole history; returns the ending that a contradiction or a refused feature brings. */
  playAll(history: readonly HistoryEvent[]): Ending | undefined {
    try {
      for (const event of history) this.receive(event);
      return undefined;
    } catch (error) {
      if (error instanceof NonDeterminism)
        return { kind: 'failed', error: error.message, isFrameworkText: true };
      if (error instanceof RefusedFeature)
        return { kind: 'failed', error: error.message, isFrameworkText: false };
      throw error;
    }
  }

  get termination(): Ending | undefined {
    return this.terminated && { kind: 'terminated', reason: this.terminated.Input };
  }

  /** Nothing is under way and nothing is waited for. */
  get isIdle(): boolean {
    return !this.isSuspended && !this.runner.tasks.hasOpenTasks && !this.runner.events.hasWaiters;
  }

  private receive(event: HistoryEvent): void {
    if (event.EventType === EventType.OrchestratorStarted) {
      this.runner.nowMs = Date.parse(event.Timestamp);
    } else if (this.isSuspended && !this.breaksSuspension(event)) {
      this.heldEvents.push(event);
    } else {
      this.play(event);
    }
  }

  private breaksSuspension(event: HistoryEvent): boolean {
    return (
      event.EventType === EventType.ExecutionResumed || event.EventType === EventType.ExecutionTerminated
    );
  }

  private play(event: HistoryEvent): void {
    if (isCompletion(event)) this.complete(event);
    else if (isCreated(event)) this.runner.tasks.findInHistory(event);
    else this.playControl(event);
  }

  private playControl(event: HistoryEvent): void {
    switch (event.EventType) {
      case EventType.ExecutionStarted:
        this.runner.run();
        break;
      case EventType.EventRaised:
        if (this.runner.continueAsNew) this.lateEvents.push(event);
        else this.runner.events.raise(event);
        break;
      case EventType.ExecutionTerminated:
        this.terminated ??= event;
        break;
      case EventType.ExecutionSuspended:
        this.isSuspended = true;
        this.runner.tasks.park();
        break;
      case EventType.ExecutionResumed:
        this.resume();
        break;
      default:
        break;
    }
  }

  private complete(event: CompletionEvent): void {
    const hasFailed = 'Reason' in event;
    const isNonRetriable = hasFailed && event.FailureDetails?.IsNonRetriable === true;
    this.runner.tasks.complete(closedTaskId(event), { hasFailed, isNonRetriable });
  }

  private resume(): void {
    this.isSuspended = false;
    this.runner.tasks.unpark();
    const held = this.heldEvents;
    this.heldEvents = [];
    for (const event of held) this.receive(event);
  }
}

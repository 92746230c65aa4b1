import { InvocationFailure } from '../app/invocation-failure';
import { type FunctionInvoker, type TypedData } from '../app/registered-function';
import { type Clock } from '../clock/clock';
import { acceptMessages } from './accept-messages';
import { unknownOrchestratorText } from './failure-text';
import { type Guards } from './guards';
import { EventType, type HistoryEvent, inbound } from './history-event';
import { HistoryTexts } from './history-texts';
import { type InstanceState } from './instance-state';
import { type OrchestratorAnswer, readAnswer, readThrownAnswer } from './orchestrator-answer';
import { orchestrationPayload } from './orchestration-payload';
import { type Ending, replay, type ReplayOutcome } from './replay';
import { type PlayedTurn } from './turn-commit';

interface Parts {
  invoker: FunctionInvoker;
  clock: Clock;
  guards: Guards;
}

/** What orchestrators were given to read again since the engine began. */
export interface Fed {
  turns: number;
  events: number;
}

/** Plays turns of orchestrations: runs the orchestrator on its history, then replays what it answered. */
export class TurnPlayer {
  readonly fed: Fed = { turns: 0, events: 0 };
  private readonly texts = new HistoryTexts();
  private readonly names: { orchestrators: string[]; orchestrator: Set<string>; activity: Set<string> };

  constructor(private readonly parts: Parts) {
    const named = (type: string): string[] =>
      parts.invoker
        .functions()
        .filter(({ trigger }) => trigger.type.toLowerCase() === type)
        .map(({ name }) => name);
    const orchestrators = named('orchestrationtrigger');
    this.names = {
      orchestrators,
      orchestrator: new Set(orchestrators.map((name) => name.toLowerCase())),
      activity: new Set(named('activitytrigger').map((name) => name.toLowerCase())),
    };
  }

  /**
   * Plays the next turn with at most so many messages; undefined when none of them is for this execution. Changes nothing:
   * the instance stays as it is until the turn is committed.
   */
  async play(
    instance: InstanceState,
    messagesPerTurn: number,
  ): Promise<PlayedTurn | { taken: number; dropped: true }> {
    const batch = instance.isFresh ? [] : instance.inbox.slice(0, messagesPerTurn);
    const taken = batch.length;
    const { events: accepted, dropped } = acceptMessages(instance, batch);
    this.parts.guards.onDropped(instance, dropped);
    if (accepted.length === 0 && !instance.isFresh) return { taken, dropped: true };
    const mark = { EventType: EventType.OrchestratorStarted as const, ...inbound(this.parts.clock.now()) };
    const events: HistoryEvent[] = instance.isFresh ? [] : [mark, ...accepted];
    const terminated = accepted.find((event) => event.EventType === EventType.ExecutionTerminated);
    if (terminated) {
      const ending: Ending = { kind: 'terminated', reason: terminated.Input };
      return { instance, taken, events, answer: undefined, outcome: { newWork: [], ending } };
    }
    return { instance, taken, events, ...(await this.run(instance, events)) };
  }

  private async run(
    instance: InstanceState,
    fresh: readonly HistoryEvent[],
  ): Promise<Pick<PlayedTurn, 'answer' | 'outcome'>> {
    const { guards } = this.parts;
    if (!this.names.orchestrator.has(instance.name.toLowerCase())) {
      return failed(unknownOrchestratorText(instance.name, this.names.orchestrators));
    }
    const history = [...instance.history, ...fresh];
    this.fed.turns += 1;
    this.fed.events += history.length;
    const text = this.texts.textOf(instance, fresh);
    const trigger = { string: orchestrationPayload(instance, history, text) };
    const answer = await this.ask(instance, trigger);
    if (typeof answer === 'string') return failed(answer);
    const difference = await guards.findDifference(instance, answer, () => this.ask(instance, trigger, true));
    if (difference !== undefined) return failed(difference);
    const outcome = replay(history, answer, this.scopeOf(instance));
    if (outcome.ending !== undefined) this.texts.forget(instance);
    guards.onReplayed(instance, history, answer, outcome);
    return { answer, outcome };
  }

  /** The orchestrator's answer, or the text of a crash outside of its code. */
  private async ask(
    { name, instanceId }: InstanceState,
    trigger: TypedData,
    isQuiet = false,
  ): Promise<OrchestratorAnswer | string> {
    const triggerMetadata = { instanceId: { string: instanceId } };
    try {
      const request = { trigger, triggerMetadata };
      const { returnValue } = await this.parts.invoker.invoke(name, request, { isQuiet });
      return readAnswer(returnValue);
    } catch (error) {
      const { message } = error instanceof Error ? error : new Error(String(error));
      return (error instanceof InvocationFailure ? readThrownAnswer(message) : undefined) ?? message;
    }
  }

  private scopeOf(instance: InstanceState): Parameters<typeof replay>[2] {
    return {
      instanceId: instance.instanceId,
      executionId: instance.executionId,
      parentInstanceId: instance.parent?.OrchestrationInstance.InstanceId,
      hasFunction: (kind, name) => this.names[kind].has(name.toLowerCase()),
    };
  }
}

function failed(error: string): { answer: undefined; outcome: Pick<ReplayOutcome, 'newWork' | 'ending'> } {
  return {
    answer: undefined,
    outcome: { newWork: [], ending: { kind: 'failed', error, isFrameworkText: false } },
  };
}

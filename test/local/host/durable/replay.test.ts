import { describe, expect, it } from '@jest/globals';
import { ActionType, type OrchestratorAction } from '../../../../local/host/durable/orchestrator-action';
import { type OrchestratorAnswer } from '../../../../local/host/durable/orchestrator-answer';
import { replay, type ReplayOutcome } from '../../../../local/host/durable/replay';
import { begun, type HistoryBuilder, time } from './history-builder';

const DAY_MS = 86_400_000;
const work = { actionType: ActionType.CallActivity, functionName: 'work' } as const;
const wait = (externalEventName: string): OrchestratorAction => ({
  actionType: ActionType.WaitForExternalEvent,
  externalEventName,
});
const timer = (fireAtMs: number, isCanceled = false): OrchestratorAction => ({
  actionType: ActionType.CreateTimer,
  fireAt: time(fireAtMs),
  isCanceled,
});
const any = (...compoundActions: OrchestratorAction[]): OrchestratorAction => ({
  actionType: ActionType.WhenAny,
  compoundActions,
});
const all = (...compoundActions: OrchestratorAction[]): OrchestratorAction => ({
  actionType: ActionType.WhenAll,
  compoundActions,
});
const retried = (maxNumberOfAttempts: number): OrchestratorAction => ({
  actionType: ActionType.CallActivityWithRetry,
  functionName: 'work',
  retryOptions: { firstRetryIntervalInMilliseconds: 1000, maxNumberOfAttempts },
});

function run(
  history: HistoryBuilder,
  actions: OrchestratorAction[],
  answer: Partial<OrchestratorAnswer> = {},
): ReplayOutcome {
  return replay(
    history.events,
    { actions, isDone: false, ...answer },
    {
      instanceId: 'i',
      executionId: 'e',
      parentInstanceId: undefined,
      hasFunction: (_, name) => name !== 'missing',
    },
  );
}

const idsOf = ({ newWork }: ReplayOutcome): string[] => newWork.map(({ kind, id }) => `${kind} ${id}`);

describe('the replay of a history', () => {
  it('starts actions one after the other, each when the one before has ended', () => {
    expect(idsOf(run(begun(), [work, work]))).toEqual(['activity 0']);
    expect(idsOf(run(begun().scheduled(0).turn().completed(0), [work, work]))).toEqual(['activity 1']);
    expect(idsOf(run(begun().scheduled(0).turn().failed(0), [work, work]))).toEqual(['activity 1']);
  });

  it('starts all children of a compound at once, nested ones too', () => {
    expect(idsOf(run(begun(), [all(work, any(timer(1000), work))]))).toEqual([
      'activity 0',
      'timer 1',
      'activity 2',
    ]);
  });

  it('goes on after the first of any, and after the last of all', () => {
    const history = begun().scheduled(0).scheduled(1).turn().completed(1);
    expect(idsOf(run(history, [any(work, work), work]))).toEqual(['activity 2']);
    expect(idsOf(run(history, [all(work, work), work]))).toEqual([]);
  });

  it('gives ids in the order of events when retries run side by side', () => {
    const history = begun().scheduled(0).scheduled(1).turn().failed(1).failed(0);
    const { newWork } = run(history, [all(retried(3), retried(3))]);
    expect(newWork).toEqual([
      { kind: 'timer', id: 2, fireAtMs: Date.parse(time(1000)) },
      { kind: 'timer', id: 3, fireAtMs: Date.parse(time(1000)) },
    ]);
    history.timer(2).timer(3).turn(1000).fired(3, 1000);
    expect(idsOf(run(history, [all(retried(3), retried(3))]))).toEqual(['activity 4']);
  });

  it('adds one timer that is due at once after the last failed attempt', () => {
    const history = begun().scheduled(0).turn(50).failed(0);
    expect(run(history, [retried(1)]).newWork).toEqual([
      { kind: 'timer', id: 1, fireAtMs: Date.parse(time(50)) },
    ]);
  });

  it('starts sub-orchestrations under the id given or one made of execution and sequence, a new one for each attempt', () => {
    const child = { actionType: ActionType.CallSubOrchestrator, functionName: 'child' } as const;
    const { newWork } = run(begun(), [all(work, child, { ...child, instanceId: 'own' })]);
    expect(newWork.map((each) => ('instanceId' in each ? each.instanceId : each.kind))).toEqual([
      'activity',
      'e:1',
      'own',
    ]);
    const retryOptions = { firstRetryIntervalInMilliseconds: 1, maxNumberOfAttempts: 2 };
    const again = { ...child, actionType: ActionType.CallSubOrchestratorWithRetry, retryOptions } as const;
    const history = begun().created(0, 'e:0').turn().childFailed(0).timer(1).turn(1).fired(1);
    expect(run(history, [again]).newWork).toMatchObject([{ id: 2, instanceId: 'e:2' }]);
  });

  it('swallows a sub-orchestration that is to have the id of its parent', () => {
    const child = {
      actionType: ActionType.CallSubOrchestrator,
      functionName: 'child',
      instanceId: 'I',
    } as const;
    expect(idsOf(run(begun(), [child, work]))).toEqual(['activity 0']);
  });

  it('does not end while a task is open: an uncancelled timer holds the end back, a cancelled one does not', () => {
    const history = begun().scheduled(0).timer(1).turn().completed(0);
    const held = run(history, [any(work, timer(5000))], { isDone: true, output: 1 });
    expect([held.ending, held.findings.heldBackBy]).toEqual([undefined, [1]]);
    expect(run(history, [any(work, timer(5000, true))], { isDone: true, output: 1 }).ending).toEqual({
      kind: 'completed',
      output: 1,
    });
  });

  it('holds a failure and a continue-as-new back as well', () => {
    const history = begun().scheduled(0).timer(1).turn().completed(0);
    const race = any(work, timer(5000));
    expect(run(history, [race], { error: 'boom' }).ending).toBeUndefined();
    expect(
      run(history, [race, { actionType: ActionType.ContinueAsNew }], { isDone: true }).ending,
    ).toBeUndefined();
    history.turn(5000).fired(1, 5000);
    expect(run(history, [race], { error: 'boom' }).ending).toMatchObject({ kind: 'failed', error: 'boom' });
  });

  it('cuts a long timer into legs and only then goes on', () => {
    const long = timer(8 * DAY_MS);
    const history = begun();
    expect(run(history, [long, work]).newWork).toEqual([
      { kind: 'timer', id: 0, fireAtMs: Date.parse(time(3 * DAY_MS)) },
    ]);
    history
      .timer(0)
      .turn(3 * DAY_MS)
      .fired(0);
    expect(run(history, [long, work]).newWork).toEqual([
      { kind: 'timer', id: 1, fireAtMs: Date.parse(time(6 * DAY_MS)) },
    ]);
    history
      .timer(1)
      .turn(6 * DAY_MS)
      .fired(1);
    expect(run(history, [long, work]).newWork).toEqual([
      { kind: 'timer', id: 2, fireAtMs: Date.parse(time(8 * DAY_MS)) },
    ]);
    history
      .timer(2)
      .turn(8 * DAY_MS)
      .fired(2);
    expect(idsOf(run(history, [long, work]))).toEqual(['activity 3']);
  });

  it('keeps the legs of a long timer that was cancelled late in step with the library', () => {
    const history = begun()
      .timer(0)
      .turn(3 * DAY_MS)
      .fired(0)
      .timer(1)
      .turn(4 * DAY_MS)
      .raised('Go');
    const outcome = run(history, [any(timer(8 * DAY_MS, true), wait('Go')), work]);
    expect(idsOf(outcome)).toEqual(['activity 2']);
    expect(outcome.ending).toBeUndefined();
  });

  it('serves the last of two waits on one name first, and keeps what nobody waits for', () => {
    expect(run(begun().raised('A'), [wait('A')], { isDone: true }).ending?.kind).toBe('completed');
    expect(idsOf(run(begun().turn().raised('A'), [any(wait('A'), wait('B')), work]))).toEqual(['activity 0']);
  });

  it('reports names that differ by case only', () => {
    const { findings } = run(begun().turn().raised('approval'), [wait('Approval')]);
    expect(findings.caseDifferences).toEqual([{ raised: 'approval', awaited: 'Approval' }]);
  });

  it('carries events into the next execution that arrive after continue-as-new', () => {
    const history = begun().turn().raised('A').raised('A').raised('B');
    const { ending } = run(history, [wait('A'), { actionType: ActionType.ContinueAsNew, input: 1 }], {
      isDone: true,
    });
    expect(ending).toMatchObject({
      kind: 'continued-as-new',
      input: 1,
      carriedEvents: [{ Name: 'A' }, { Name: 'B' }],
    });
  });

  it('swallows a call of an unknown function without an id, and says that the instance is stuck', () => {
    const { newWork, findings } = run(begun(), [{ ...work, functionName: 'missing' }]);
    expect([newWork, findings.isStuck, findings.swallowed.length]).toEqual([[], true, 1]);
  });

  it('parks new work while suspended and takes it up when resumed', () => {
    const history = begun().scheduled(0).turn().completed(0).suspended();
    expect(idsOf(run(history, [work, work]))).toEqual([]);
    history.turn().raised('late').turn().resumed();
    expect(idsOf(run(history, [work, work]))).toEqual(['activity 1']);
  });

  it('reports an action that is started again while it is open', () => {
    const history = begun().timer(0).turn().raised('Go');
    const { findings } = run(history, [any(timer(5000), wait('Go')), any(timer(5000), wait('Stop'))]);
    expect(findings.repeated).toHaveLength(1);
  });

  it.each([
    [ActionType.CallHttp, /callHttp/],
    [ActionType.CallEntity, /entities/],
    [ActionType.LockEntities, /df\.lock/],
  ] as const)('fails an instance that asks for refused feature %i, by its name', (actionType, name) => {
    expect(run(begun(), [{ actionType }]).ending).toMatchObject({
      kind: 'failed',
      error: expect.stringMatching(name),
    });
  });
});

describe('a history that does not fit the orchestrator', () => {
  const textOf = ({ ending }: ReplayOutcome): string => (ending?.kind === 'failed' ? ending.error : '');

  it('fails with the framework text when another kind of work stands under an id', () => {
    expect(textOf(run(begun().scheduled(0, 'Hello'), [timer(5)]))).toBe(
      "Non-Deterministic workflow detected: A previous execution of this orchestration scheduled an activity task with sequence number 0 named 'Hello', but the current orchestration replay instead produced a CreateTimerOrchestratorAction action with this sequence number. Was a change made to the orchestrator code after this instance had already started running?",
    );
  });

  it('still starts what was pending at that moment, as recorded', () => {
    expect(idsOf(run(begun().scheduled(0, 'Hello'), [timer(5)]))).toEqual(['timer 0']);
  });

  it('fails for another name, but not for another case of it', () => {
    expect(textOf(run(begun().scheduled(0, 'Other'), [work]))).toMatch(
      /named 'Other', but .* scheduled an activity task named 'work'/,
    );
    expect(run(begun().scheduled(0, 'WORK'), [work]).ending).toBeUndefined();
  });

  it('fails for work that is no longer asked for', () => {
    expect(textOf(run(begun().scheduled(0).timer(1), [work]))).toMatch(
      /timer task with sequence number 1, but .* hasn't \(yet\?\) scheduled/,
    );
  });
});

import { expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  EventType,
  type ExecutionStarted,
  type HistoryEvent,
  isCreated,
} from '../../../../local/host/durable/history-event';
import { type OrchestratorAnswer, readAnswer } from '../../../../local/host/durable/orchestrator-answer';
import { replay } from '../../../../local/host/durable/replay';

const SAMPLES = resolve(__dirname, '../../../../../shared/goldens/wire_samples');

interface RecordedTurn {
  input: { instanceId: string; parentInstanceId: string | null; history: HistoryEvent[] };
  result: unknown;
}

/** What the real host started after a turn: the created events that the next turn's history holds more. */
function startedAfter(turn: RecordedTurn, next: RecordedTurn): number[] {
  const added = next.input.history.slice(turn.input.history.length);
  const end = added.findIndex(({ EventType: type }) => type === EventType.OrchestratorStarted);
  return added
    .slice(0, end < 0 ? added.length : end)
    .flatMap((event) => (isCreated(event) ? [event.EventId] : []));
}

function workAfter({ input, result }: RecordedTurn, answer: OrchestratorAnswer): number[] {
  const started = input.history.find(
    (event): event is ExecutionStarted => event.EventType === EventType.ExecutionStarted,
  );
  const { newWork } = replay(input.history, answer, {
    instanceId: input.instanceId,
    executionId: started?.OrchestrationInstance.ExecutionId ?? '',
    parentInstanceId: input.parentInstanceId ?? undefined,
    hasFunction: () => true,
  });
  expect(result).toBeDefined();
  return newWork.map(({ id }) => id);
}

const isNextTurn = (turn: RecordedTurn, next: RecordedTurn | undefined): next is RecordedTurn =>
  next !== undefined && next.input.history.length > turn.input.history.length;

it('starts after every recorded turn what the real host started', () => {
  if (!existsSync(SAMPLES)) {
    process.stdout.write(`SKIPPED: there are no recorded turns in ${SAMPLES}.\n`);
    return;
  }
  let compared = 0;
  for (const file of readdirSync(SAMPLES)) {
    const turns = JSON.parse(readFileSync(join(SAMPLES, file), 'utf8')) as RecordedTurn[];
    turns.forEach((turn, index) => {
      const next = turns[index + 1];
      if (!isNextTurn(turn, next) || typeof turn.result !== 'object') return;
      const answer = readAnswer({ json: JSON.stringify(turn.result) });
      expect({ file, index, ids: workAfter(turn, answer) }).toEqual({
        file,
        index,
        ids: startedAfter(turn, next),
      });
      compared += 1;
    });
  }
  expect(compared).toBeGreaterThan(20);
});

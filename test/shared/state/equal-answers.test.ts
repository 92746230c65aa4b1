import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StatePorts } from '../../../shared/state/table/open-tables';
import { azuriteOfThisFile, memoryState } from './on-both-adapters';
import type { StateOperation } from './state-operation';
import { SEQUENCES } from './state-operations';

/** Each call with its answer, in the order they were made. */
async function answersOf(state: StatePorts, operations: readonly StateOperation[]): Promise<unknown[]> {
  const etags = new Map<string, string>();
  const answers: unknown[] = [];
  for (const call of operations) answers.push([call.name, await call.run(state, etags)]);
  return answers;
}

describe('any sequence of calls', () => {
  const { fresh } = azuriteOfThisFile();

  it.each(Object.entries(SEQUENCES))(
    'gets equal answers from memory and from Table Storage: %s',
    async (_port, sequence) => {
      await fc.assert(
        fc.asyncProperty(sequence, async (operations) => {
          const inTable = await answersOf(await fresh(), operations);
          expect(inTable).toStrictEqual(await answersOf(memoryState(), operations));
        }),
        { numRuns: 12 },
      );
    },
  );
});

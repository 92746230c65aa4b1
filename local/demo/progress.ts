import Table from 'cli-table3';
import logUpdate from 'log-update';
import pc from 'picocolors';
import { rowOf, type DemoGuest } from './demo-guest';

/** Shows how far the guests are. */
export interface Progress {
  show(guests: readonly DemoGuest[]): void;
  end(): void;
}

const COLOURS: Record<string, (text: string) => string> = { ready: pc.green, invited: pc.cyan, held: pc.red };
const WIDEST = 100;
const FIXED_COLUMNS = 8 + 10 + 9 + 5;

/** A table that is drawn over itself, for a terminal. */
export function liveTable(columns: number): Progress {
  const stepWidth = Math.min(columns, WIDEST) - FIXED_COLUMNS;
  return {
    show: (guests) => {
      const table = new Table({
        head: ['guest', 'state', 'seconds', 'step'],
        colWidths: [8, 10, 9, stepWidth],
        wordWrap: true,
        style: { head: [], border: [] },
      });
      for (const guest of guests) {
        const { state, seconds, step } = rowOf(guest, performance.now());
        table.push([guest.name, (COLOURS[state] ?? pc.yellow)(state), seconds, step]);
      }
      logUpdate(table.toString());
    },
    end: () => logUpdate.done(),
  };
}

/** One line for each change, for a pipe or a log. */
export function plainLines(write: (line: string) => void): Progress {
  const last = new Map<string, string>();
  return {
    show: (guests) => {
      for (const guest of guests) {
        const { state, step, seconds } = rowOf(guest, performance.now());
        const said = `${state} ${step}`;
        if (last.get(guest.name) === said) continue;
        last.set(guest.name, said);
        write(
          `${guest.name.padEnd(6)} ${state.padEnd(8)} ${seconds.padStart(4)}${seconds === '' ? ' ' : 's'}  ${step}`,
        );
      }
    },
    end: () => undefined,
  };
}

/** Nothing: the JSON document at the end says it all. */
export const silent: Progress = { show: () => undefined, end: () => undefined };

import type { Terminal } from './terminal';

/** One line that changes while somebody waits. */
export interface ProgressLine {
  /** Shows this text in place of the one before; in a pipe as a line of its own, once for each new text. */
  show(text: string): void;
  /** Takes the line away, so that what is printed next stands alone. */
  clear(): void;
}

/** Back to the first column, and the rest of the line away. */
const ANEW = '\r\u001b[K';

/** A line on standard error: moving where somebody looks, plain lines in a pipe. */
export function progressLine(terminal: Terminal, width: number): ProgressLine {
  const note = (text: string) => terminal.note?.(text);
  let shown = '';
  return {
    show: (text) => {
      if (text === shown) return;
      shown = text;
      note(terminal.isWatched ? `${ANEW}${text.slice(0, width - 1)}` : `${text}\n`);
    },
    clear: () => {
      if (terminal.isWatched && shown !== '') note(ANEW);
      shown = '';
    },
  };
}

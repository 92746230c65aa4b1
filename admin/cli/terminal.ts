/** Where a program prints to; a test has its own. What is left out is as in a pipe. */
export interface Terminal {
  /** A line of the result: standard output. */
  print(text: string): void;
  exitWith(code: number): void;
  /** Text beside the result: standard error, without a line break of its own. */
  note?(text: string): void;
  /** Columns of the window; undefined in a pipe. */
  columns?: number | undefined;
  /** Whether somebody looks at it: then colours and moving lines are welcome. */
  isWatched?: boolean;
  /** Asks somebody who sits there; undefined where nobody does. */
  ask?(question: string): Promise<string | undefined>;
  wait?(seconds: number): Promise<unknown>;
  now?(): Date;
}

/** Text is made for so many columns where nobody says otherwise. */
export const USUAL_WIDTH = 80;
/** Narrower than this and tables say nothing any more. */
const LEAST_WIDTH = 40;

/** Columns text may take: the window's, else what COLUMNS says, else {@link USUAL_WIDTH}. */
export function widthOf({ columns }: Terminal, env: NodeJS.ProcessEnv): number {
  const told = columns ?? Number(env['COLUMNS']);
  return Number.isInteger(told) && told > 0 ? Math.max(told, LEAST_WIDTH) : USUAL_WIDTH;
}

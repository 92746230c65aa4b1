import type { TokenCredential } from '@azure/core-auth';
import type { Colors } from 'picocolors/types';
import type { ApiClient } from '../api-client';
import type { ExitCode } from './exit-codes';
import type { ProgressLine } from './progress-line';

/** What every command gets of the program it is part of. */
export interface CliContext {
  env: NodeJS.ProcessEnv;
  /** The admin API at `--url`; signs in when it is first asked. Call it inside an action: the options are read then. */
  api(): ApiClient;
  /** Prints to standard output, a line break added. */
  print: (text: string) => void;
  /** Says what the program will end with. The last word counts. */
  exitWith(code: ExitCode): void;
  /** The person's own sign-in, for commands that prepare, and for those only. */
  operator(): TokenCredential;
  /** Columns that text may take. */
  width: number;
  /** Colours; none in a pipe, nor where NO_COLOR is set. */
  colours: Colors;
  /** A line that says how far a wait has come; on standard error. */
  progress(): ProgressLine;
  /** Asks for a yes; undefined = nobody is there to say it. */
  confirm(question: string): Promise<boolean | undefined>;
  now(): Date;
  /** Waits, for whoever asks again and again. */
  wait(seconds: number): Promise<unknown>;
}

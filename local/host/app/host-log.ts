/** Levels as the worker protocol names them. */
export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

/** One line of the host's log. Never holds the value of a setting. */
export interface HostLogEntry {
  level: LogLevel;
  /** `host` is the embedded host, `user` the app's own `context.log`, `system` the library. */
  source: 'host' | 'user' | 'system';
  text: string;
  functionName?: string;
  invocationId?: string;
}

/** Where the host's log goes. Called synchronously; must not throw. */
export type HostLog = (entry: HostLogEntry) => void;

/** A log that keeps nothing. */
export const silentLog: HostLog = () => undefined;

import { type AppHooks } from './app-hooks';
import { type HostLog, type HostLogEntry } from './host-log';

/** Sends one line through the app's `log` hooks, which may change its level and message, and then to the host's log. */
export function logToApp(
  { hooks, log }: { hooks: AppHooks; log: HostLog },
  entry: HostLogEntry,
  invocationContext: unknown,
): void {
  const callbacks = hooks.callbacks('log');
  if (callbacks.length === 0) {
    log(entry);
    return;
  }
  const line = { level: entry.level, message: entry.text, category: entry.source, invocationContext };
  const context = hooks.context(hooks.appLevelData, line);
  for (const callback of callbacks) callback(context);
  log({ ...entry, level: context.level, text: context.message });
}

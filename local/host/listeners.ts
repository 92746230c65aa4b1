import { errorText } from './app/error-text';
import { type HostLog } from './app/host-log';
import { type AppInvoker } from './app/invoker';
import { type OpenApp } from './app/open-app';
import { type RegisteredFunction, type TypedData } from './app/registered-function';
import { type TriggerListener } from './app/trigger-listener';
import { type Clock } from './clock/clock';
import { QueueTriggers } from './service-bus/queue-triggers';
import { environmentSettings } from './settings/app-settings';
import { fileTimerStatusStore, memoryTimerStatusStore } from './timer/timer-status';
import { TimerTrigger } from './timer/timer-trigger';

/** Everything of an app that waits for something other than an HTTP request. */
export interface Listeners {
  all: readonly TriggerListener[];
  /**
   * Runs one function out of turn, without waiting for it.
   *
   * @throws Error when functions of its kind cannot be run by hand; it says what to do instead.
   */
  runByHand(metadata: RegisteredFunction, input: string): void;
}

interface ListenerParts {
  app: OpenApp;
  invoker: AppInvoker;
  clock: Clock;
  dataFolder: string | undefined;
  log: HostLog;
}

/** Makes the listeners of an app. @throws Error that names a function whose trigger settings cannot be used. */
export function createListeners({ app, invoker, clock, dataFolder, log }: ListenerParts): Listeners {
  const store = dataFolder === undefined ? memoryTimerStatusStore() : fileTimerStatusStore(dataFolder);
  const timers = new Map<string, TimerTrigger>();
  for (const metadata of invoker.functions()) {
    if (metadata.trigger.type.toLowerCase() !== 'timertrigger') continue;
    timers.set(
      metadata.name,
      new TimerTrigger(metadata, { invoker, clock, store, settings: environmentSettings, log }),
    );
  }
  const queues = new QueueTriggers({
    invoker,
    options: app.options.serviceBus,
    settings: environmentSettings,
    log,
  });
  return {
    all: [...timers.values(), queues],
    runByHand(metadata, input) {
      const timer = timers.get(metadata.name);
      if (timer) {
        timer.runByHand();
        return;
      }
      const trigger = manualInput(metadata, input);
      invoker.invoke(metadata.name, { trigger }).catch((error: unknown) => {
        log({
          level: 'error',
          source: 'host',
          functionName: metadata.name,
          text: `Run by hand failed: ${errorText(error)}`,
        });
      });
    },
  };
}

function manualInput({ name, trigger }: RegisteredFunction, input: string): TypedData {
  const type = trigger.type.toLowerCase();
  if (type === 'servicebustrigger') {
    return trigger['cardinality'] === 'many' ? { collectionString: { string: [input] } } : { string: input };
  }
  if (type === 'activitytrigger') return { string: input };
  if (type === 'warmuptrigger') return { json: '{}' };
  if (type === 'httptrigger') throw new Error(`Function "${name}" has a route: send it an HTTP request.`);
  throw new Error(`Function "${name}" is run by the durable engine: start an orchestration instead.`);
}

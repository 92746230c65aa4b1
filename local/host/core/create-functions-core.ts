import { format } from 'node:util';
import { type LogLevel } from '../app/host-log';
import { type Binding } from '../app/registered-function';
import { type Registrations } from '../app/registrations';
import { CoreError, CoreRangeError } from './core-error';
import {
  type CoreDisposable,
  type FunctionCallback,
  type FunctionMetadata,
  HOOK_NAMES,
  type HookCallback,
  type HookName,
  type ProgrammingModel,
} from './core-types';
import { loading } from './loading';

/** What a copy of @azure/functions finds under the name @azure/functions-core. */
export interface FunctionsCore {
  version: string;
  hostVersion: string;
  Disposable: new (dispose: () => unknown) => CoreDisposable;
  setProgrammingModel: (model: ProgrammingModel) => void;
  getProgrammingModel: () => ProgrammingModel | undefined;
  registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) => CoreDisposable;
  registerHook: (name: string, callback: HookCallback) => CoreDisposable;
  log: (level: LogLevel, category: 'user' | 'system', ...args: unknown[]) => void;
}

/** The worker and host whose recorded behaviour this host reproduces. */
const WORKER_VERSION = '3.9.1';
const HOST_VERSION = '4.1037.0.0';

class Disposable implements CoreDisposable {
  constructor(private callOnDispose: (() => unknown) | undefined) {}

  dispose(): void {
    this.callOnDispose?.();
    this.callOnDispose = undefined;
  }
}

/**
 * Makes the substitute for one copy of the library: it remembers that copy's programming model, and hands every
 * registration to the app that is being loaded.
 */
export function createFunctionsCore(): FunctionsCore {
  let model: ProgrammingModel | undefined;
  let owner: Registrations | undefined;
  const target = (): Registrations => {
    const { current, early } = loading();
    owner = current ?? owner ?? early;
    return owner;
  };
  return {
    version: WORKER_VERSION,
    hostVersion: HOST_VERSION,
    Disposable,
    setProgrammingModel: (next) => (model = next),
    getProgrammingModel: () => model,
    registerFunction(metadata, callback) {
      const { current, hasLoaded } = loading();
      if (!current && hasLoaded) {
        throw new CoreError(
          `A function can only be registered during app startup; "${metadata.name}" came after the app was loaded.`,
        );
      }
      if (!model) throw new CoreError('A programming model must be set before a function is registered.');
      target().add({ metadata: named(metadata), callback, model });
      return new Disposable(undefined);
    },
    registerHook(name, callback) {
      if (!isHookName(name)) throw new CoreRangeError(`Unrecognized hook "${name}"`);
      return new Disposable(target().addHook(name, callback));
    },
    log: (level, category, ...args) => target().log({ level, source: category, text: format(...args) }),
  };
}

function isHookName(name: string): name is HookName {
  return (HOOK_NAMES as readonly string[]).includes(name);
}

function named(metadata: FunctionMetadata): {
  name: string;
  trigger: Binding;
  bindings: Record<string, Binding>;
  retry?: unknown;
} {
  const { name } = metadata;
  const bindings: Record<string, Binding> = {};
  for (const [key, binding] of Object.entries(metadata.bindings))
    bindings[key] = { ...binding, name: key } as Binding;
  const trigger = Object.values(bindings).find((binding) => /trigger$/i.test(binding.type));
  if (!trigger) throw new CoreError(`Function "${name}" has no trigger binding.`);
  return {
    name,
    trigger,
    bindings,
    ...(metadata.retryOptions === undefined ? {} : { retry: metadata.retryOptions }),
  };
}

import { CoreError } from '../core/core-error';
import {
  type FunctionCallback,
  type HookCallback,
  type HookName,
  type ProgrammingModel,
} from '../core/core-types';
import { type HostLog, silentLog } from './host-log';
import { type RegisteredFunction } from './registered-function';

/** A registered function with what is needed to run it: its callback and the library copy it came through. */
export interface Registration {
  metadata: RegisteredFunction;
  callback: FunctionCallback;
  model: ProgrammingModel;
}

/** What one file, or one entry function, of an app registered. */
export class Registrations {
  readonly functions: Registration[] = [];
  readonly hooks = new Map<HookName, HookCallback[]>();
  /** Where the library's own lines go; the host that uses these registrations sets it. */
  log: HostLog = silentLog;

  /**
   * Adds a function. Names are compared ignoring case, as the host does.
   *
   * @throws CoreError for a second function of that name.
   */
  add(registration: Registration): void {
    const { name } = registration.metadata;
    if (this.functions.some((known) => sameName(known.metadata.name, name))) throw duplicate(name);
    this.functions.push(registration);
  }

  /** Adds a hook callback and returns the function that takes it back; taking it back twice is harmless. */
  addHook(hook: HookName, callback: HookCallback): () => void {
    const callbacks = this.hooks.get(hook) ?? [];
    callbacks.push(callback);
    this.hooks.set(hook, callbacks);
    return () => {
      const index = callbacks.indexOf(callback);
      if (index >= 0) callbacks.splice(index, 1);
    };
  }

  get isEmpty(): boolean {
    return (
      this.functions.length === 0 && [...this.hooks.values()].every((callbacks) => callbacks.length === 0)
    );
  }
}

/** Function names are one name whatever their case (facts: `FunctionName.cs`). */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The refusal of a second function of one name, in the worker's words. */
export function duplicate(name: string): CoreError {
  return new CoreError(
    `A function with name "${name}" has already been registered. Function names must be unique within an app, whatever their case.`,
  );
}

import { type HookCallback, type HookName } from '../core/core-types';
import { type Registrations } from './registrations';

/** The hooks of one app, run in the order they were registered. Hook data of the app lives as long as this. */
export class AppHooks {
  /** What the hooks of the app's start and end, and its log hooks, share. */
  readonly appLevelData: Record<string, unknown> = {};
  private readonly appHookData: Record<string, unknown> = {};

  constructor(private readonly registrations: readonly Registrations[]) {}

  callbacks(hook: HookName): readonly HookCallback[] {
    return this.registrations.flatMap((registrations) => registrations.hooks.get(hook) ?? []);
  }

  /** A context for one hook run; the app's own data is in it, and what the caller adds. */
  context<T extends object>(hookData: object, more: T): T & Record<string, unknown> {
    return { hookData, appHookData: this.appHookData, ...more };
  }

  /** Runs the callbacks one after another on one context. Rejects with what a callback throws. */
  async run(hook: HookName, context: Record<string, unknown>): Promise<void> {
    for (const callback of this.callbacks(hook)) await callback(context);
  }
}

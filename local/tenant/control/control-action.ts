import type { z } from 'zod';
import type { TenantContext } from '../core/tenant-context';
import type { NotificationPump } from '../notifications/notification-pump';
import type { AccessTokens } from '../sign-in/access-tokens';

/** What an action may reach beside the tenant itself. */
export interface ControlContext {
  readonly tenant: TenantContext;
  readonly tokens: AccessTokens;
  readonly pump: NotificationPump;
}

export interface ControlAction<S extends z.ZodObject = z.ZodObject, R = unknown> {
  /** One line for `tenant:ctl --help`. */
  summary: string;
  input: S;
  run: (context: ControlContext, input: z.output<S>) => R | Promise<R>;
}

/** Declares an action of the control API: HTTP, command line and typed object all follow from it. */
export function controlAction<S extends z.ZodObject, R>(
  summary: string,
  input: S,
  run: (context: ControlContext, input: z.output<S>) => R | Promise<R>,
): ControlAction<S, R> {
  return { summary, input, run };
}

type ActionResult<A> = A extends { run: (context: ControlContext, input: never) => infer R }
  ? Awaited<R>
  : never;
type ActionInput<A> = A extends { input: infer S extends z.ZodObject } ? z.input<S> : never;

/** The typed object made from a table of actions: `control.invite({ mail: ... })`. */
export type ControlOf<Table> = {
  [K in keyof Table]: (
    ...input: Record<string, never> extends ActionInput<Table[K]>
      ? [ActionInput<Table[K]>?]
      : [ActionInput<Table[K]>]
  ) => Promise<ActionResult<Table[K]>>;
};

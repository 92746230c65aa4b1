import { z } from 'zod';
import type { ApiReply, ApiRequest } from '../core/api-call';
import type { ControlAction, ControlContext } from './control-action';
import { controlActions, type TenantControl } from './control-actions';
import { ControlFailure } from './control-failure';

const table: ReadonlyMap<string, ControlAction> = new Map(
  // The table's entries are all made by controlAction; their different inputs are checked by their own schemas.
  Object.entries(controlActions).map(([name, action]) => [name, action as unknown as ControlAction]),
);

/** `POST /_control/{action}` with the input as JSON; `GET /_control` lists the actions. No token: loopback only. */
export async function answerControl(context: ControlContext, request: ApiRequest): Promise<ApiReply> {
  if (isForeignPage(request)) return failed(403, 'The control API is not for web pages of other origins');
  const name = camelCase(request.path.replace(/^\/_control\/?/, ''));
  if (name === '') return { status: 200, body: listActions() };
  const action = table.get(name);
  if (action === undefined)
    return failed(404, `There is no control action '${name}'; GET /_control lists them`);
  try {
    const result = await runAction(context, action, request.body ?? {});
    return { status: 200, body: result ?? {} };
  } catch (error) {
    if (error instanceof ControlFailure) return failed(400, error.message);
    return failed(500, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** Without a token anybody on this machine may call, a web page open in a browser may not. */
function isForeignPage(request: ApiRequest): boolean {
  const origin = request.headers['origin'];
  return origin !== undefined && !/^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(origin);
}

/** The control API as a typed object. Each call throws ControlFailure when it cannot be done. */
export function controlOf(context: ControlContext): TenantControl {
  const calls = [...table].map(([name, action]) => [
    name,
    (input: unknown) => runAction(context, action, input ?? {}),
  ]);
  // Built from the very table that the type is computed from.
  return Object.fromEntries(calls) as TenantControl;
}

async function runAction(context: ControlContext, action: ControlAction, input: unknown): Promise<unknown> {
  const parsed = action.input.safeParse(input);
  if (!parsed.success) throw new ControlFailure(z.prettifyError(parsed.error));
  try {
    return await action.run(context, parsed.data);
  } finally {
    context.tenant.store.flush();
  }
}

function listActions(): unknown {
  return [...table].map(([name, action]) => ({
    name,
    summary: action.summary,
    input: z.toJSONSchema(action.input),
  }));
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function failed(status: number, message: string): ApiReply {
  return { status, body: { error: message } };
}

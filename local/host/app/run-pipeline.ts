import { type CoreInvocationContext, type FunctionCallback } from '../core/core-types';
import { type AppHooks } from './app-hooks';
import { errorOf } from './error-text';
import { type InvocationResult, type TypedData } from './registered-function';
import { type Registration } from './registrations';

/** A result, and whether the handler gave none: a streamed HTTP answer is not in the result itself. */
export type PipelineResult = InvocationResult & { isNothing: boolean };

/**
 * Runs one invocation as the Node worker does: arguments, `preInvocation` hooks, handler, `postInvocation` hooks,
 * response. Hooks may replace inputs, handler, result and error.
 *
 * Throws what the handler or a hook threw, as an Error. A handler that throws `undefined` or `null` has succeeded without
 * a value: recorded (an activity that throws `undefined` completes with null).
 */
export async function runPipeline(
  registration: Registration,
  core: CoreInvocationContext,
  hooks: AppHooks,
): Promise<PipelineResult> {
  const model = registration.model.getInvocationModel(core);
  const { context: invocationContext, inputs } = await model.getArguments();
  core.invocationContext = invocationContext;
  const hookData = {};
  core.state = 'preInvocationHooks';
  const before = hooks.context(hookData, {
    invocationContext,
    inputs,
    functionCallback: registration.callback,
  });
  await hooks.run('preInvocation', before);

  core.state = 'invocation';
  const outcome: { result: unknown; error: unknown } = { result: null, error: null };
  const after = hooks.context(hookData, { invocationContext, inputs: before.inputs, ...outcome });
  const callback: FunctionCallback = before.functionCallback;
  try {
    after.result = await model.invokeFunction(invocationContext, before.inputs, callback);
  } catch (thrown) {
    after.error = thrown;
  }

  core.state = 'postInvocationHooks';
  await hooks.run('postInvocation', after);
  core.state = undefined;
  if (after.error !== undefined && after.error !== null) throw errorOf(after.error);

  const response = await model.getResponse(invocationContext, after.result);
  const outputs: Record<string, TypedData> = {};
  for (const { name, data } of response.outputData ?? []) outputs[name] = data;
  const isNothing = after.result === undefined || after.result === null;
  return { returnValue: response.returnValue ?? undefined, outputs, isNothing };
}

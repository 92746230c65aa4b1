import { randomUUID } from 'node:crypto';
import { CoreError } from '../core/core-error';
import { type CoreInvocationContext } from '../core/core-types';
import { type AppHooks } from './app-hooks';
import { errorOf } from './error-text';
import { type HostLog, silentLog } from './host-log';
import { InvocationFailure } from './invocation-failure';
import { logToApp } from './log-to-app';
import {
  type DurableClientBinding,
  type FunctionInvoker,
  type InvocationRequest,
  type RegisteredFunction,
  type TypedData,
} from './registered-function';
import { bindingRefusal } from './refuse-unsupported';
import { type Registration } from './registrations';
import { type PipelineResult, runPipeline } from './run-pipeline';

/** What the caller may know about an invocation beyond its data. */
export interface InvocationOptions {
  invocationId?: string;
  /** Leaves nothing in the log, neither the host's lines nor the function's own. */
  isQuiet?: boolean;
  /** Why it runs, for the log. */
  reason?: string;
  retryContext?: {
    retryCount: number;
    maxRetryCount: number;
    exception?: { message: string; stackTrace: string };
  };
}

interface InvokerParts {
  functions: readonly Registration[];
  hooks: AppHooks;
  log: HostLog;
  durableClient: DurableClientBinding;
}

const CALLED_BY_HOST = 'This function was programmatically called via the host APIs.';

/** Runs an app's functions through the library's own pipeline and counts what is running. */
export class AppInvoker implements FunctionInvoker {
  private readonly byName: Map<string, Registration>;
  private readonly idleWaiters: (() => void)[] = [];
  private running = 0;

  constructor(private readonly parts: InvokerParts) {
    this.byName = new Map(
      parts.functions.map((registration) => [registration.metadata.name.toLowerCase(), registration]),
    );
  }

  functions(): readonly RegisteredFunction[] {
    return this.parts.functions.map(({ metadata }) => metadata);
  }

  /** How many invocations are running now. */
  get inFlight(): number {
    return this.running;
  }

  /** Resolves as soon as no invocation is running; at once when none is. */
  whenIdle(): Promise<void> {
    if (this.running === 0) return Promise.resolve();
    return new Promise((resolve) => this.idleWaiters.push(resolve));
  }

  async invoke(
    functionName: string,
    request: InvocationRequest,
    options: InvocationOptions = {},
  ): Promise<PipelineResult> {
    const registration = this.byName.get(functionName.toLowerCase());
    if (!registration) throw new Error(`No function named "${functionName}" is registered in this app.`);
    this.running += 1;
    try {
      return await this.logged(registration, request, options);
    } finally {
      this.running -= 1;
      if (this.running === 0) for (const wake of this.idleWaiters.splice(0)) wake();
    }
  }

  private async logged(
    registration: Registration,
    request: InvocationRequest,
    options: InvocationOptions,
  ): Promise<PipelineResult> {
    const log = this.logOf(options);
    const functionName = registration.metadata.name;
    const invocationId = options.invocationId ?? randomUUID();
    const about = { source: 'host', functionName, invocationId } as const;
    const startedMs = performance.now();
    const ended = (outcome: string): string =>
      `Executed 'Functions.${functionName}' (${outcome}, Id=${invocationId}, Duration=${Math.round(performance.now() - startedMs)}ms)`;
    const reason = options.reason ?? CALLED_BY_HOST;
    log({
      ...about,
      level: 'information',
      text: `Executing 'Functions.${functionName}' (Reason='${reason}', Id=${invocationId})`,
    });
    try {
      const refusal = bindingRefusal(registration.metadata);
      if (refusal !== undefined) throw new CoreError(refusal);
      const context = this.coreContext(registration, request, invocationId, options);
      const result = await runPipeline(registration, context, this.parts.hooks);
      log({ ...about, level: 'information', text: ended('Succeeded') });
      return result;
    } catch (thrown) {
      const failure = new InvocationFailure(functionName, errorOf(thrown));
      log({ ...about, level: 'error', text: `${ended('Failed')}\n${failure.stack ?? failure.message}` });
      throw failure;
    }
  }

  private coreContext(
    { metadata }: Registration,
    request: InvocationRequest,
    invocationId: string,
    options: InvocationOptions,
  ): CoreInvocationContext {
    const context: CoreInvocationContext = {
      invocationId,
      metadata: { name: metadata.name, bindings: metadata.bindings, retryOptions: metadata.retry },
      request: {
        invocationId,
        functionId: metadata.name,
        inputData: this.inputData(metadata, request),
        triggerMetadata: { ...request.triggerMetadata, [metadata.trigger.name]: request.trigger },
        traceContext: { traceParent: '', traceState: '', attributes: {} },
        retryContext: options.retryContext,
      },
      log: (level, category, text) => {
        const entry = { level, source: category, text, functionName: metadata.name, invocationId };
        logToApp({ hooks: this.parts.hooks, log: this.logOf(options) }, entry, context.invocationContext);
      },
    };
    return context;
  }

  private logOf({ isQuiet }: InvocationOptions): HostLog {
    return isQuiet ? silentLog : this.parts.log;
  }

  /** The trigger's value first, then the other inputs; every durable client binding gets its text here. */
  private inputData(
    metadata: RegisteredFunction,
    request: InvocationRequest,
  ): { name: string; data: TypedData }[] {
    const inputs = [{ name: metadata.trigger.name, data: request.trigger }];
    for (const binding of Object.values(metadata.bindings)) {
      if (binding === metadata.trigger || binding.direction !== 'in') continue;
      const given = request.inputs?.[binding.name];
      const data =
        given ?? (binding.type.toLowerCase() === 'durableclient' ? this.clientInput(binding['taskHub']) : {});
      inputs.push({ name: binding.name, data });
    }
    return inputs;
  }

  private clientInput(taskHub: unknown): TypedData {
    return { string: this.parts.durableClient(typeof taskHub === 'string' ? taskHub : undefined) };
  }
}

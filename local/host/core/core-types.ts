import { type Binding, type TypedData } from '../app/registered-function';
import { type LogLevel } from '../app/host-log';

/** A user's handler as the library registers it. */
export type FunctionCallback = (...inputs: unknown[]) => unknown;

/** What `registerFunction` receives (measured with @azure/functions 4.16.5). */
export interface FunctionMetadata {
  name: string;
  bindings: Record<string, Omit<Binding, 'name'> & { name?: string }>;
  retryOptions?: unknown;
}

export const HOOK_NAMES = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;
export type HookName = (typeof HOOK_NAMES)[number];

/** Hook contexts are plain objects that the callbacks may change; which fields depends on the hook. */
export type HookCallback = (context: Record<string, unknown>) => unknown;

export interface CoreDisposable {
  dispose(): void;
}

/** What one invocation tells the library's programming model. */
export interface CoreInvocationContext {
  invocationId: string;
  metadata: { name: string; bindings: Record<string, Binding>; retryOptions?: unknown };
  request: Record<string, unknown>;
  state?: 'preInvocationHooks' | 'postInvocationHooks' | 'invocation' | undefined;
  /** What the handler gets as context, for the app's log hooks; set once it exists. */
  invocationContext?: unknown;
  log(level: LogLevel, category: 'user' | 'system', text: string): void;
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(
    context: unknown,
    result: unknown,
  ): Promise<{ outputData?: { name: string; data: TypedData }[]; returnValue?: TypedData | null }>;
}

/** The library's half of the pipeline; set once per loaded copy of @azure/functions. */
export interface ProgrammingModel {
  name: string;
  version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel;
  /** Locks `app.setup`; with `enableHttpStream` starts a loopback proxy and answers its address as `HttpUri`. */
  getCapabilities(known: Record<string, string>): Promise<Record<string, string>>;
}

import { type Clock } from '../clock/clock';
import { type HostLog } from './host-log';

/** One binding of a function, as `registerFunction` received it. */
export interface Binding {
  name: string;
  type: string;
  direction: 'in' | 'out';
  [setting: string]: unknown;
}

/** A function the app registered, with its one trigger found. */
export interface RegisteredFunction {
  name: string;
  /** The one binding whose type ends in Trigger. */
  trigger: Binding;
  /** All bindings by name, as `registerFunction` received them. */
  bindings: Record<string, Binding>;
  /** The `retryOptions` of the registration, unread. */
  retry?: unknown;
}

/** TypedData of the worker protocol: exactly one member, or none for "no value". */
export interface TypedData {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  int?: number;
  double?: number;
  http?: unknown;
  collectionString?: { string: string[] };
}

/** What a trigger hands to the library: its own value, other inputs by binding name, and the trigger's metadata. */
export interface InvocationRequest {
  trigger: TypedData;
  inputs?: Record<string, TypedData>;
  triggerMetadata?: Record<string, TypedData>;
}

/** What the library handed back: the return value and the output bindings by name. */
export interface InvocationResult {
  returnValue: TypedData | undefined;
  outputs: Record<string, TypedData>;
}

/**
 * Runs functions through the library's own pipeline.
 *
 * `invoke` rejects with an InvocationFailure (message and stack as the worker would send them) when the
 * handler throws, and with a plain Error when no function has that name. Names are compared ignoring case. A quiet
 * invocation leaves nothing in the log.
 */
export interface FunctionInvoker {
  functions(): readonly RegisteredFunction[];
  invoke(
    functionName: string,
    request: InvocationRequest,
    options?: { isQuiet?: boolean },
  ): Promise<InvocationResult>;
}

/**
 * The value of a `durableClient` input binding: the JSON text the durable extension would send for the
 * task hub of that name (the app's own hub when none is given).
 */
export type DurableClientBinding = (taskHubName?: string) => string;

/** What the host gives the durable half to work with. */
export interface DurableParts {
  invoker: FunctionInvoker;
  clock: Clock;
  /** Where state is kept; `undefined` keeps it in memory. */
  dataFolder: string | undefined;
  /** The `extensions.durableTask` section of host.json, `hubName` resolved. */
  durableTask: { hubName?: string | undefined; [setting: string]: unknown };
  /** The origin of the host's server, such as `http://127.0.0.1:7071`; known from `start` on. */
  baseUrl: () => string;
  log: HostLog;
}

/**
 * The durable half as the host composes it (an addition to the seam: the host needs no more than this, a test kit
 * may pass its own `createDurable` to createHost and keep the engine it made).
 */
export interface DurableHalf {
  /** Begins to work on what is due. Called when the server listens. */
  start(): Promise<void>;
  /** Takes no new work; resolves when what was running has ended. Safe to repeat. */
  stop(): Promise<void>;
  durableClient: DurableClientBinding;
  /** Serves `/runtime/webhooks/durabletask` and `/durabletask` and what is below them. */
  fetch(request: Request): Response | Promise<Response>;
}

export type CreateDurable = (parts: DurableParts) => DurableHalf | Promise<DurableHalf>;

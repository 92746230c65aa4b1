import { param, type ApiReply } from '../core/api-call';
import { ApiError } from '../core/api-error';
import type { ArmCall, ArmRoutes } from '../core/arm-routes';
import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';

interface OperationFailure {
  status: 'Failed' | 'Canceled';
  code: string;
  message: string;
}

/** A long-running operation of Microsoft.Compute. Its status follows from the clock, so nothing needs to run. */
interface AsyncOperation {
  /** The operation's GUID. */
  id: string;
  subscription: string;
  location: string;
  startedAtMs: number;
  endsAtMs: number;
  /** How it ends when it does not succeed. */
  failure?: OperationFailure;
  /** What the operation works on, so that a cancelled one is found. */
  subject: string;
}

const operations = collection<AsyncOperation, 'subject'>('armOperations', {
  subject: (operation) => operation.subject,
});

interface NewOperation {
  subscription: string;
  location: string;
  subject: string;
  endsAtMs: number;
  failure?: OperationFailure;
}

/**
 * Starts an operation and returns the polling headers of its answer (ARM: track asynchronous operations).
 * `withLocation`: actions and deletes give both URLs, a PUT gives `Azure-AsyncOperation` alone.
 */
export function startOperation(
  call: ArmCall,
  operation: NewOperation,
  withLocation: boolean,
): Record<string, string> {
  const { tenant } = call;
  const id = tenant.ids.next('armOperation');
  tenant.store.in(operations).put({ ...operation, id, startedAtMs: tenant.clock.now() });
  const at = `${call.baseUrl}/subscriptions/${operation.subscription}/providers/Microsoft.Compute/locations/${operation.location}/operations/${id}`;
  const version = `api-version=${call.apiVersion}`;
  return {
    'Azure-AsyncOperation': `${at}?${version}`,
    ...(withLocation ? { Location: `${at}?monitor=true&${version}` } : {}),
    'Retry-After': String(tenant.switches.get('operationRetryAfterSeconds')),
  };
}

/** Ends the subject's running operations at once, as a deletion in the middle does. */
export function endOperations(tenant: TenantContext, subject: string, failure?: OperationFailure): void {
  const nowMs = tenant.clock.now();
  for (const operation of tenant.store.in(operations).by('subject', subject)) {
    if (operation.endsAtMs <= nowMs) continue;
    const { id, subscription, location, startedAtMs } = operation;
    tenant.store.in(operations).put({
      id,
      subscription,
      location,
      startedAtMs,
      subject,
      endsAtMs: nowMs,
      ...(failure === undefined ? {} : { failure }),
    });
  }
}

const PATTERN =
  '/subscriptions/{subscription}/providers/Microsoft.Compute/locations/{location}/operations/{operation}';

/** The URLs that clients poll: status document, and with `monitor=true` the older 202-until-done form. */
export function registerAsyncOperations(arm: ArmRoutes): void {
  arm.get(PATTERN, { action: undefined, compute: 'async-status' }, (call) => {
    const operation = call.tenant.store.in(operations).get(param(call, 'operation').toLowerCase());
    if (operation === undefined)
      throw new ApiError(404, 'NotFound', 'The operation was not found or has expired.');
    return call.query.get('monitor') === 'true'
      ? monitorReply(call, operation)
      : statusReply(call, operation);
  });
}

function statusReply(call: ArmCall, operation: AsyncOperation): ApiReply {
  const isRunning = call.tenant.clock.now() < operation.endsAtMs;
  const status = isRunning ? 'InProgress' : (operation.failure?.status ?? 'Succeeded');
  const error = operation.failure;
  return {
    status: 200,
    headers: isRunning ? retryAfter(call) : {},
    body: {
      startTime: new Date(operation.startedAtMs).toISOString(),
      ...(isRunning ? {} : { endTime: new Date(operation.endsAtMs).toISOString() }),
      status,
      ...(isRunning || error === undefined ? {} : { error: { code: error.code, message: error.message } }),
      name: operation.id,
    },
  };
}

function monitorReply(call: ArmCall, operation: AsyncOperation): ApiReply {
  if (call.tenant.clock.now() < operation.endsAtMs) {
    return { status: 202, headers: { Location: `${call.tenant.origin()}${call.url}`, ...retryAfter(call) } };
  }
  if (operation.failure !== undefined)
    throw new ApiError(409, operation.failure.code, operation.failure.message);
  return { status: 200 };
}

function retryAfter(call: ArmCall): Record<string, string> {
  return { 'Retry-After': String(call.tenant.switches.get('operationRetryAfterSeconds')) };
}

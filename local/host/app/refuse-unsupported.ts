import { CoreError } from '../core/core-error';
import { type Binding, type RegisteredFunction } from './registered-function';

/** Triggers this host runs. Entities are let in because apps that never call them must load; calling one is refused. */
const TRIGGERS = new Set([
  'httptrigger',
  'timertrigger',
  'servicebustrigger',
  'orchestrationtrigger',
  'activitytrigger',
  'entitytrigger',
]);

const INPUTS = new Set(['durableclient']);
const OUTPUTS = new Set(['http']);

/**
 * Refuses, by name, what this host does not run, so that an app never looks alive while half of it is deaf.
 *
 * @throws CoreError that names the function and the trigger, binding or option.
 */
export function refuseUnsupported(metadata: RegisteredFunction): void {
  const { name, trigger } = metadata;
  if (!TRIGGERS.has(trigger.type.toLowerCase())) {
    throw refusal(
      name,
      `the trigger "${trigger.type}"`,
      'It runs HTTP, timer, Service Bus queue and durable triggers.',
    );
  }
  if (trigger.type.toLowerCase() === 'servicebustrigger') refuseServiceBus(name, trigger);
  for (const binding of Object.values(metadata.bindings)) {
    if (binding !== trigger) refuseBinding(name, binding);
  }
}

function refuseServiceBus(name: string, trigger: Binding): void {
  if (trigger['topicName'] !== undefined) {
    throw refusal(name, 'Service Bus topics', 'Use a queue, or forward the subscription to one.');
  }
  if (trigger['isSessionsEnabled'] === true) {
    throw refusal(name, 'Service Bus sessions (isSessionsEnabled)', 'Use a queue without sessions.');
  }
  if (trigger['sdkBinding'] === true) {
    throw refusal(
      name,
      'Service Bus SDK bindings (sdkBinding)',
      'Take the message body and the trigger metadata instead.',
    );
  }
}

function refuseBinding(name: string, binding: Binding): void {
  const known = binding.direction === 'out' ? OUTPUTS : INPUTS;
  if (known.has(binding.type.toLowerCase())) return;
  const kind = `the ${binding.direction === 'out' ? 'output' : 'input'} binding "${binding.type}"`;
  throw refusal(name, kind, "Use the service's own client inside the function.");
}

function refusal(name: string, what: string, instead: string): CoreError {
  return new CoreError(`Function "${name}" uses ${what}, which this host does not support. ${instead}`);
}

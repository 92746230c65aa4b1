import { CoreError } from '../core/core-error';
import { type Binding, type RegisteredFunction } from './registered-function';

/**
 * Triggers this host runs. Entities are let in because apps that never call them must load; calling one is refused.
 * Nothing scales here, so that a warm-up function runs by hand only, as under Core Tools.
 */
const TRIGGERS = new Set([
  'httptrigger',
  'timertrigger',
  'servicebustrigger',
  'orchestrationtrigger',
  'activitytrigger',
  'entitytrigger',
  'warmuptrigger',
]);

const INPUTS = new Set(['durableclient']);
const OUTPUTS = new Set(['http']);

/**
 * Refuses functions that would never run here, all by name at once, so that an app never looks alive while half of it is
 * deaf.
 *
 * @throws CoreError that names each function with its trigger or option, and how to run the rest of the app.
 */
export function refuseUnsupported(functions: readonly RegisteredFunction[]): void {
  const refusals = functions.flatMap(({ name, trigger }) => triggerRefusal(name, trigger) ?? []);
  if (refusals.length === 0) return;
  throw new CoreError(
    `${refusals.join('\n')}\nTo run the rest of the app, set AzureWebJobs.NAME.Disabled to true for each.`,
  );
}

/**
 * Why every call of a function must fail: an input or output binding this host does not run. Undefined when it has none.
 * Such a function loads, as in Azure, where the binding fails when it is used; here the handler is not even reached.
 */
export function bindingRefusal({ name, trigger, bindings }: RegisteredFunction): string | undefined {
  for (const binding of Object.values(bindings)) {
    const isOutput = binding.direction === 'out';
    if (binding === trigger || (isOutput ? OUTPUTS : INPUTS).has(binding.type.toLowerCase())) continue;
    const what = `the ${isOutput ? 'output' : 'input'} binding "${binding.type}"`;
    return refusal(name, what, "Use the service's own client inside the function.");
  }
  return undefined;
}

function triggerRefusal(name: string, trigger: Binding): string | undefined {
  const type = trigger.type.toLowerCase();
  if (!TRIGGERS.has(type)) {
    const instead = 'It runs HTTP, timer, Service Bus queue and durable triggers.';
    return refusal(name, `the trigger "${trigger.type}"`, instead);
  }
  return type === 'servicebustrigger' ? serviceBusRefusal(name, trigger) : undefined;
}

function serviceBusRefusal(name: string, trigger: Binding): string | undefined {
  if (trigger['topicName'] !== undefined)
    return refusal(name, 'Service Bus topics', 'Use a queue, or forward the subscription to one.');
  if (trigger['isSessionsEnabled'] === true)
    return refusal(name, 'Service Bus sessions (isSessionsEnabled)', 'Use a queue without sessions.');
  if (trigger['sdkBinding'] === true) {
    const instead = 'Take the message body and the trigger metadata instead.';
    return refusal(name, 'Service Bus SDK bindings (sdkBinding)', instead);
  }
  return undefined;
}

function refusal(name: string, what: string, instead: string): string {
  return `Function "${name}" uses ${what}, which this host does not support. ${instead}`;
}

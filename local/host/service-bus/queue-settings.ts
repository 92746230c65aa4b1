import { type RegisteredFunction } from '../app/registered-function';
import { type AppSettings, resolvePercents } from '../settings/app-settings';
import { type ServiceBusOptions } from '../settings/host-options';

/** What one Service Bus queue function listens to, and how. */
export interface QueueSettings {
  functionName: string;
  /** May be a dead-letter sub-queue, such as `hints/$DeadLetterQueue`. */
  queueName: string;
  connection: string;
  takesMany: boolean;
  isBinary: boolean;
  /** False leaves messages unsettled: their locks run out. */
  autoComplete: boolean;
  host: ServiceBusOptions;
}

const DEFAULT_CONNECTION = 'ServiceBus';

/**
 * Reads a Service Bus trigger's settings, `%NAME%` resolved.
 *
 * @throws Error that names the function and the missing setting.
 */
export function queueSettings(
  { name, trigger }: RegisteredFunction,
  host: ServiceBusOptions,
  settings: AppSettings,
): QueueSettings {
  const text = (setting: string): string | undefined => {
    const value = trigger[setting];
    return typeof value === 'string' && value !== ''
      ? resolvePercents(value, settings, `${setting} of function "${name}"`)
      : undefined;
  };
  const queueName = text('queueName');
  if (queueName === undefined) throw new Error(`Service Bus function "${name}" has no queueName.`);
  const autoComplete = trigger['autoCompleteMessages'];
  return {
    functionName: name,
    queueName,
    connection: text('connection') ?? DEFAULT_CONNECTION,
    takesMany: String(trigger['cardinality']).toLowerCase() === 'many',
    isBinary: String(trigger['dataType']).toLowerCase() === 'binary',
    autoComplete: typeof autoComplete === 'boolean' ? autoComplete : host.autoCompleteMessages,
    host,
  };
}

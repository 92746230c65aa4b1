import { type ServiceBusReceivedMessage } from '@azure/service-bus';
import { type TypedData } from '../app/registered-function';

/**
 * A message's body as text, the way the host hands it to a Node worker, whose library then parses it when it is
 * JSON. Received without the client's own JSON parsing, a body is bytes, or a value of AMQP.
 */
export function bodyText({ body }: Pick<ServiceBusReceivedMessage, 'body'>): string {
  const value: unknown = body;
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** The trigger's value for one message: bytes when the trigger asks for `dataType: 'binary'`, else text. */
export function messageData(message: Pick<ServiceBusReceivedMessage, 'body'>, isBinary: boolean): TypedData {
  const value: unknown = message.body;
  return isBinary && value instanceof Uint8Array ? { bytes: value } : { string: bodyText(message) };
}

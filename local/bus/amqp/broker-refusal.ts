/**
 * The AMQP and Service Bus conditions this broker answers with; each client turns them into its own error codes.
 * Source: "Service Bus AMQP 1.0 protocol errors", learn.microsoft.com, and the clients' own tables.
 */
export type RefusalCondition =
  | 'amqp:internal-error'
  | 'amqp:decode-error'
  | 'amqp:link:message-size-exceeded'
  | 'amqp:not-found'
  | 'amqp:not-implemented'
  | 'amqp:resource-limit-exceeded'
  | 'amqp:unauthorized-access'
  | 'com.microsoft:argument-error'
  | 'com.microsoft:message-lock-lost'
  | 'com.microsoft:message-not-found';

const STATUS_CODES: Record<RefusalCondition, number> = {
  'amqp:internal-error': 500,
  'amqp:decode-error': 400,
  'amqp:link:message-size-exceeded': 403,
  'amqp:not-found': 404,
  'amqp:not-implemented': 501,
  'amqp:resource-limit-exceeded': 403,
  'amqp:unauthorized-access': 401,
  'com.microsoft:argument-error': 400,
  'com.microsoft:message-lock-lost': 410,
  'com.microsoft:message-not-found': 404,
};

/** A request this broker does not grant: what a client did, and why the answer is no. */
export class BrokerRefusal extends Error {
  constructor(
    readonly condition: RefusalCondition,
    message: string,
  ) {
    super(message);
    this.name = 'BrokerRefusal';
  }

  /** The status of the same refusal in a request/response exchange. */
  get statusCode(): number {
    return STATUS_CODES[this.condition];
  }
}

/** Any failure as a refusal: what is not one already is the broker's own fault and says so. */
export function asRefusal(error: unknown): BrokerRefusal {
  if (error instanceof BrokerRefusal) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new BrokerRefusal('amqp:internal-error', `The development broker failed: ${reason}`);
}

/** A feature of Service Bus that the product does not use, refused by its name so that nobody has to guess. */
export function refuseFeature(feature: string): BrokerRefusal {
  return new BrokerRefusal(
    'amqp:not-implemented',
    `The development broker does not offer ${feature}. Use the official emulator or a Service Bus namespace for that (docs/development-broker.md).`,
  );
}

import { timingSafeEqual } from 'node:crypto';
import { type SharedAccessKey } from './sas-token';

/** One end of a SASL exchange, as rhea calls it: `outcome` says how it ended. */
export interface SaslMechanism {
  outcome: boolean;
  start(response: Buffer | undefined): void;
}

export type SaslMechanisms = Record<'MSSBCBS' | 'ANONYMOUS' | 'PLAIN', () => SaslMechanism>;

/**
 * Who may connect. Microsoft's clients come as MSSBCBS or ANONYMOUS: let in, since their tokens at `$cbs` decide. A
 * general AMQP client comes with PLAIN, the key's name as user and the key as password; `onKey` hears of a right one,
 * a wrong one is let no further. That Service Bus takes PLAIN so is COMMUNITY: AMQPNetLite's samples address it thus.
 */
export function saslMechanisms(key: SharedAccessKey, onKey: () => void): SaslMechanisms {
  const anyone = (): SaslMechanism => ({ outcome: true, start: () => undefined });
  const plain = (): SaslMechanism => ({
    outcome: false,
    start(response) {
      this.outcome = isKey(response ?? Buffer.alloc(0), key);
      if (this.outcome) onKey();
    },
  });
  return { MSSBCBS: anyone, ANONYMOUS: anyone, PLAIN: plain };
}

/** Whether a PLAIN response, authorisation identity, user and password with a NUL between, carries the key. RFC 4616. */
function isKey(response: Buffer, { name, key }: SharedAccessKey): boolean {
  const credentials = response.subarray(response.indexOf(0) + 1);
  const expected = Buffer.from(`${name}\0${key}`);
  return credentials.length === expected.length && timingSafeEqual(credentials, expected);
}

import { BrokerRefusal } from '../amqp/broker-refusal';
import { type SasVerdict } from './sas-token';

/** What one connection has proven it may touch. */
export class Claims {
  private readonly expiryByPath = new Map<string, number>();

  add({ path, expiresAtMs }: SasVerdict): void {
    this.expiryByPath.set(path, expiresAtMs);
  }

  /** Throws the refusal that clients report as unauthorised, unless a live claim covers the entity. */
  require(entityPath: string, nowMs: number): void {
    const wanted = entityPath.toLowerCase();
    for (const [path, expiresAtMs] of this.expiryByPath) {
      const covers = path === '' || wanted === path || wanted.startsWith(`${path}/`);
      if (covers && expiresAtMs > nowMs) return;
    }
    throw new BrokerRefusal(
      'amqp:unauthorized-access',
      `Unauthorized access to '${entityPath}': send a shared access signature for it to $cbs before attaching a link.`,
    );
  }
}

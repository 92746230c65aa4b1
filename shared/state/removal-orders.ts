import type { GuestId } from '../domain/ids';
import type { OrderAction, RemovalOrder } from '../domain/removal-order';
import type { Versioned } from './subjects';

/** Destructive things asked of the offboarding part. Partition = guest, row = action: one of each at a time. */
export interface RemovalOrders {
  read(guest: GuestId, action: OrderAction): Promise<Versioned<RemovalOrder> | undefined>;
  /** All orders about one guest, done and refused ones included. */
  list(guest: GuestId): Promise<Versioned<RemovalOrder>[]>;
  /** Writes an order that must not exist yet. `conflict`: it does, nothing was written. */
  insert(order: RemovalOrder): Promise<'written' | 'conflict'>;
  /** Replaces the order if it still has `etag`. `conflict`: it has not, nothing was written. */
  replace(order: RemovalOrder, etag: string): Promise<'written' | 'conflict'>;
  /** Forgets all orders about one guest. Safe to repeat. */
  forget(guest: GuestId): Promise<void>;
}

import { type Delivery } from 'rhea';
import { type OutgoingDelivery } from '../amqp/rhea-internals';

/** How a receiver's client disposed of a delivery. */
export type Outcome = 'accepted' | 'rejected' | 'released' | 'modified';

/** The broker's end of one link. Which of these are called depends on the link's direction. */
export interface Endpoint {
  onMessage?(bytes: Buffer, delivery: Delivery, format: number | undefined): void;
  /** The peer gave credit, or there is room again. */
  onFlow?(): void;
  onDrain?(): void;
  onOutcome?(delivery: OutgoingDelivery, outcome: Outcome): void;
  onClose(): void;
}

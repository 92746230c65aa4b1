import type { Receipt } from '../../shared/domain/receipt';
import type { RemovalOrder } from '../../shared/domain/removal-order';
import type { GatewayDeps } from './gateway';

/** What was read of an order's target: the state an undo restores, and whether the wanted one is reached. */
interface Sight {
  image: Receipt['before'];
  isDone: boolean;
}

/** How an action is read, and the one call that brings it about. */
export interface OrderEffect {
  change: Receipt['change'];
  read(deps: GatewayDeps, order: RemovalOrder): Promise<Sight>;
  /** The one change. Safe to repeat. */
  act(deps: GatewayDeps, order: RemovalOrder): Promise<void>;
}

import { collection } from './store';
import type { TenantContext } from './tenant-context';

interface StoredPosition {
  id: 'clock';
  offsetMs: number;
  virtualNowMs: number;
}

const positions = collection<StoredPosition>('clock');

/** Keeps where the clock stands, so that a restart does not go back in time. */
export function storeClock(tenant: TenantContext): void {
  tenant.store.in(positions).put({ id: 'clock', ...tenant.clock.position() });
}

/** Puts the clock where it stood when the tenant stopped. */
export function restoreClock(tenant: TenantContext): void {
  const stored = tenant.store.in(positions).get('clock');
  if (stored !== undefined) tenant.clock.restore(stored.offsetMs, stored.virtualNowMs);
}

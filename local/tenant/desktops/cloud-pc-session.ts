import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import type { CloudPc } from './cloud-pc';

/** Somebody signed in to a Cloud PC; Graph shows it as the last login only. */
export interface CloudPcSession {
  /** Id of the Cloud PC. */
  id: string;
  userId: string;
  startedAtMs: number;
  /** Null: still signed in. */
  endedAtMs: number | null;
}

export const cloudPcSessions = collection<CloudPcSession>('cloudPcSessions');

/** Ends the session on a Cloud PC, as a reboot does. Safe to repeat. */
export function endCloudPcSession(tenant: TenantContext, pc: CloudPc): void {
  const session = tenant.store.in(cloudPcSessions).get(pc.id);
  if (session?.endedAtMs !== null) return;
  tenant.store.in(cloudPcSessions).put({ ...session, endedAtMs: tenant.clock.now() });
}

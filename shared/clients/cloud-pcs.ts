import type { CloudPcTally } from '../domain/capacity/capacity-facts';

/** A Windows 365 Cloud PC. */
export interface CloudPc {
  id: string;
  /** Intune device id; null until it is provisioned. */
  managedDeviceId: string | null;
  /** Beta's `status`; a value this release does not know is kept as it is. */
  status: string;
  /** What the service says about a failure; null = nothing. */
  statusDetail: string | null;
}

/** Windows 365. Status exists in Graph beta only (Graph metadata, August 2026). */
export interface CloudPcs {
  /** The Cloud PCs of a user; none is normal until provisioning starts. */
  findCloudPcs(userPrincipalName: string): Promise<CloudPc[]>;
  /** All Cloud PCs of the tenant, told so that they can be counted: whose they are is not read. */
  tally(): Promise<CloudPcTally[]>;
  /**
   * Every Cloud PC of the tenant, page by page, with its user's principal name: compare it, never store, log or return
   * it. For questions about many users at once.
   */
  listCloudPcs(): Promise<(CloudPc & { userPrincipalName: string | null })[]>;
  /** The Cloud PC of that id; undefined = it is not there. */
  readCloudPc(id: string): Promise<CloudPc | undefined>;
  /** Starts it anew, which ends whoever is signed in: no call logs a Cloud PC's user off (Graph v1.0 metadata, August 2026). */
  reboot(id: string): Promise<void>;
  /** Ends its grace period, after which it is deleted. For good: its disk is gone. Valid only in grace. */
  endGracePeriod(id: string): Promise<void>;
}

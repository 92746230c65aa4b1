/** What is said of a Cloud PC (Graph beta, cloudPC; metadata of August 2026). */
export interface CloudPcReading {
  id: string;
  managedDeviceId: string | null;
  status: string;
  statusDetail: string | null;
}

export type CloudPcVerdict =
  { kind: 'ready'; managedDeviceId: string } | { kind: 'wait' } | { kind: 'failed'; because: string };

const READY = new Set(['provisioned', 'provisionedWithWarnings']);

/**
 * Can the guest use it? Whatever is neither ready nor failed may still become so, values this release does not know
 * included: also the grace period, which ends by itself once licence and policy group are back. Pure.
 */
export function judgeCloudPc({ id, managedDeviceId, status, statusDetail }: CloudPcReading): CloudPcVerdict {
  if (status === 'failed') {
    const detail = statusDetail ?? 'the service gives no detail';
    return { kind: 'failed', because: `provisioning of Cloud PC ${id} failed: ${detail}` };
  }
  return READY.has(status) && managedDeviceId !== null
    ? { kind: 'ready', managedDeviceId }
    : { kind: 'wait' };
}

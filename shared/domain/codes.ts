/** Why an activity asks to be asked again. */
export type LaterReason =
  | 'throttled'
  | 'unavailable'
  | 'timed-out'
  | 'not-replicated'
  | 'members-pending'
  | 'cloud-pc-provisioning'
  | 'client-pending'
  | 'vm-starting'
  | 'command-running'
  | 'install-report-pending'
  | 'session-open'
  | 'order-pending'
  | 'uninstall-pending'
  | 'window-closed';

/** Why no repeat will help before somebody changes something. */
export type RefusalCode =
  | 'forbidden'
  | 'rejected'
  | 'not-found'
  | 'ambiguous'
  | 'guest-gone'
  | 'writes-not-allowed'
  | 'excluded'
  | 'exclusion-unreadable'
  | 'no-free-host'
  | 'group-unusable'
  | 'host-pool-unsupported'
  | 'cloud-pc-failed'
  | 'tenant-not-onboarded'
  | 'profile-disabled'
  | 'profile-unscoped'
  | 'profile-not-assigned'
  | 'private-app-not-assigned'
  | 'sign-in-blocked'
  | 'desktop-not-shown'
  | 'licence-missing'
  | 'client-failed'
  | 'vm-not-running'
  | 'app-not-assigned'
  | 'read-back-differs'
  | 'not-external'
  | 'other-partner'
  | 'admin-role'
  | 'synchronised'
  | 'kill-switch'
  | 'not-in-plan'
  | 'removal-cap'
  | 'cut-impossible'
  | 'adopted'
  | 'sessions-open';

/** Thrown by adapters, which alone know their service; activities turn it into `later`. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
  constructor(
    readonly reason: LaterReason,
    message: string,
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Thrown by adapters when the service said no for good; activities turn it into `refused`. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
  constructor(
    readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

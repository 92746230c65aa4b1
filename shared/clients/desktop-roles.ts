import type { GroupId } from '../domain/ids';
import type { RoleReading } from '../domain/judge-host-pool';

/** Who holds which Azure role. */
export interface DesktopRoles {
  /** The roles a group itself holds at `scope` (a resource id), inherited ones included. */
  listHeldAt(scope: string, group: GroupId): Promise<RoleReading[]>;
  /**
   * How many role assignments count against the limit of the subscription: those at it and below it. Throws
   * TerminalError('forbidden') where the identity may read them in some resource groups only.
   */
  countIn(subscription: string): Promise<number>;
}

import type { GroupId } from '../domain/ids';

/** An enterprise app that groups can be assigned to. */
export interface AssignableApp {
  displayName: string;
  /** Whether only those assigned may use it. */
  isAssignmentRequired: boolean;
}

/** Assignments of groups to enterprise apps. The writes are for people with their own sign-in. */
export interface AppRoleAssignments {
  /** By object id of the service principal; undefined = there is none. */
  readApp(servicePrincipal: string): Promise<AssignableApp | undefined>;
  /** Whether the tenant has a service principal of the application; Conditional Access can name no other. */
  hasApp(appId: string): Promise<boolean>;
  isAssigned(group: GroupId, servicePrincipal: string): Promise<boolean>;
  /**
   * The group holds a user's role of the app afterwards: the first enabled one that is for users, or the empty role
   * where the app offers none. Safe to repeat; throws TerminalError('rejected') where the app has roles and none of them
   * is for users.
   */
  ensure(group: GroupId, servicePrincipal: string): Promise<void>;
}

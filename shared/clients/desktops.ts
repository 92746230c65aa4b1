/** Facts of an AVD host pool that decide whether guests can use it. */
export interface HostPool {
  /** ARM resource id. */
  id: string;
  hostPoolType: string;
  customRdpProperty: string;
  /** `Automatic` (at first connect, unless somebody assigned before), `Direct`, or a newer value; null = not told. */
  assignmentType: string | null;
  isStartVmOnConnect: boolean;
  /** Resource ids of its application groups. */
  applicationGroups: string[];
}

/** A session host of a personal pool. */
export interface SessionHost {
  /** ARM resource id of the session host. */
  id: string;
  /** Last segment of its name: the computer's name. */
  name: string;
  status: string;
  allowNewSession: boolean;
  /** Sessions on it, disconnected ones included; null = not told. */
  sessions: number | null;
  /** User principal name; null = nobody. Compare, never store or log. */
  assignedUser: string | null;
  /** ARM id of the virtual machine, and its `vmId`; null where the service has not filled them yet. */
  vmResourceId: string | null;
  vmId: string | null;
  /** Names of health checks that did not succeed. */
  failedHealthChecks: string[];
}

/** A sign-in to a session host that has not ended. */
export interface UserSession {
  /** ARM resource id. */
  id: string;
  /** User principal name, as the service spells it; null = it does not say. Compare, never store or log. */
  userPrincipalName: string | null;
  /** `Active`, `Disconnected`, or another value. */
  state: string;
}

/** Azure Virtual Desktop: personal pools and who owns which host. */
export interface Desktops {
  /** Throws TerminalError('not-found') where the pool is not there. */
  readHostPool(hostPoolId: string): Promise<HostPool>;
  /** Resource id of the workspace that shows the application group; null = none does. */
  readWorkspaceOf(applicationGroupId: string): Promise<string | null>;
  /** May answer with what it read at most `maxAgeSeconds` ago: in a burst everybody asks for the same list. */
  listSessionHosts(hostPoolId: string, maxAgeSeconds?: number): Promise<SessionHost[]>;
  /** undefined = no such host. */
  readSessionHost(sessionHostId: string): Promise<SessionHost | undefined>;
  /**
   * Binds a host that is nobody's to the user; throws TerminalError('rejected') where somebody else has it, or the
   * user has another host of the pool. Safe to repeat; read back to be sure.
   */
  assignUser(sessionHostId: string, userPrincipalName: string): Promise<void>;
  /** Nobody owns the host afterwards, whoever did before: compare first. Safe to repeat; read back to be sure. */
  unassignUser(sessionHostId: string): Promise<void>;
  /** The sessions on one host now, disconnected ones included. */
  listUserSessions(sessionHostId: string): Promise<UserSession[]>;
  /**
   * Ends one session, whatever runs in it; one that is gone counts as ended. Ids are small numbers that come
   * again: list right before, and compare the name (facts: AVD user sessions, 2026).
   */
  logOff(sessionId: string): Promise<void>;
}

/** Facts of an AVD host pool that decide whether guests can use it. */
export interface HostPool {
  /** ARM resource id. */
  id: string;
  hostPoolType: string;
  customRdpProperty: string;
}

/** A session host of a personal pool. */
export interface SessionHost {
  /** ARM resource id of the session host. */
  id: string;
  /** Last segment of its name: the computer's name. */
  name: string;
  status: string;
  allowNewSession: boolean;
  /** User principal name; null = nobody. Compare, never store or log. */
  assignedUser: string | null;
  /** ARM id of the virtual machine, and its `vmId`; null where the service has not filled them yet. */
  vmResourceId: string | null;
  vmId: string | null;
  /** Names of health checks that did not succeed. */
  failedHealthChecks: string[];
}

/** Azure Virtual Desktop: personal pools and who owns which host. */
export interface Desktops {
  /** Throws TerminalError('not-found') where the pool is not there. */
  readHostPool(hostPoolId: string): Promise<HostPool>;
  listSessionHosts(hostPoolId: string): Promise<SessionHost[]>;
  /** undefined = no such host. */
  readSessionHost(sessionHostId: string): Promise<SessionHost | undefined>;
  /** Binds the host to the user, whoever had it before. Safe to repeat; read back to be sure. */
  assignUser(sessionHostId: string, userPrincipalName: string): Promise<void>;
}

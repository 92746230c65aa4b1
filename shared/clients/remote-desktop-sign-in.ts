import type { RemoteDesktopFacts } from '../domain/prepare/plan-remote-desktop';

/** The switch that allows Microsoft Entra sign-in over RDP, on two applications' service principals. */
export interface RemoteDesktopSignIn {
  read(app: { name: string; appId: string }): Promise<RemoteDesktopFacts>;
  /** Safe to repeat where `hasConfiguration` says what was read a moment ago. */
  enable(servicePrincipal: string, hasConfiguration: boolean): Promise<void>;
}

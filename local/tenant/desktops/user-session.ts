import { collection } from '../core/store';

export type SessionState = 'Active' | 'Disconnected';

export interface UserSession {
  /** `{key of the host}/{number}` */
  id: string;
  hostKey: string;
  poolKey: string;
  hostName: string;
  /** Small and used again after a log-off: read the list right before deleting. */
  number: number;
  objectId: string;
  userPrincipalName: string;
  state: SessionState;
  createTime: string;
}

export const userSessions = collection<UserSession, 'host' | 'pool'>('userSessions', {
  host: (session) => session.hostKey,
  pool: (session) => session.poolKey,
});

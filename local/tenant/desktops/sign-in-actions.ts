import { z } from 'zod';
import { controlAction } from '../control/control-action';
import { ControlFailure } from '../control/control-failure';
import { findUser } from '../control/find-user';
import { cloudPcSessions } from './cloud-pc-session';
import { signInToCloudPc } from './cloud-pc-sign-in';
import { hostPoolByName, signInToPool } from './desktop-sign-in';
import { userSessions } from './user-session';

/** People who use desktops: what the product only sees as sessions and log rows. */
export const signInActions = {
  signInToDesktop: controlAction(
    'Lets a user sign in to a desktop, or says at which check the way ends',
    z.strictObject({
      user: z.string(),
      hostPool: z.string().optional().describe('name of a host pool; the own Cloud PC when left out'),
      mfa: z.boolean().default(true).describe('a second factor was shown, at home for guests'),
      compliantDevice: z.boolean().default(false),
    }),
    ({ tenant }, { user, hostPool, mfa, compliantDevice }) =>
      tenant.commit(() => {
        const person = findUser(tenant, user);
        const claims = { mfa, compliantDevice };
        if (hostPool === undefined) return signInToCloudPc(tenant, person, claims);
        const pool = hostPoolByName(tenant, hostPool);
        if (pool === undefined) throw new ControlFailure(`There is no host pool '${hostPool}'`);
        return signInToPool(tenant, person, pool, claims);
      }),
  ),
  disconnectDesktop: controlAction(
    'Closes the window of a user: the session stays, disconnected',
    z.strictObject({ user: z.string() }),
    ({ tenant }, { user }) =>
      tenant.commit(() => {
        const { userPrincipalName } = findUser(tenant, user);
        const own = tenant.store
          .in(userSessions)
          .all()
          .filter((session) => session.userPrincipalName === userPrincipalName);
        for (const session of own) tenant.store.in(userSessions).put({ ...session, state: 'Disconnected' });
        return { disconnected: own.map((session) => session.hostName) };
      }),
  ),
  listSessions: controlAction('Lists who is on which desktop', z.strictObject({}), ({ tenant }) => ({
    hosts: tenant.store
      .in(userSessions)
      .all()
      .map(({ hostName, number, userPrincipalName, state }) => ({
        hostName,
        number,
        userPrincipalName,
        state,
      })),
    cloudPcs: tenant.store
      .in(cloudPcSessions)
      .all()
      .filter(({ endedAtMs }) => endedAtMs === null),
  })),
};

import { z } from 'zod';
import { controlAction } from '../control/control-action';
import { ControlFailure } from '../control/control-failure';
import { findUser } from '../control/find-user';
import { cloudPcs } from './cloud-pc';
import { cloudPcSessions, endCloudPcSession } from './cloud-pc-session';
import { openSession } from './open-session';
import { sessionHosts } from './session-host';
import { userSessions } from './user-session';

/** Sessions that are simply there, whatever the checks on the way would say: one that began before a cut. */
export const sessionActions = {
  openSession: controlAction(
    'Puts a user on a desktop without asking whether the user may',
    z.strictObject({
      user: z.string(),
      host: z.string().optional().describe('name of a session host; the own Cloud PC when left out'),
    }),
    ({ tenant }, { user, host: name }) => {
      const person = findUser(tenant, user);
      if (name === undefined) {
        const pc = tenant.store.in(cloudPcs).by('user', person.id)[0];
        if (pc === undefined) throw new ControlFailure(`The user '${user}' has no Cloud PC`);
        const startedAtMs = tenant.clock.now();
        tenant.store.in(cloudPcSessions).put({ id: pc.id, userId: person.id, startedAtMs, endedAtMs: null });
        return { host: pc.name, session: 1 };
      }
      const hosts = tenant.store.in(sessionHosts).all();
      const host = hosts.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (host === undefined)
        throw new ControlFailure(
          `There is no session host '${name}'; known are ${hosts.map((one) => one.name).join(', ')}`,
        );
      return { host: host.name, session: openSession(tenant, person, host).number };
    },
  ),
  endSessions: controlAction(
    'Lets a user sign out of every desktop',
    z.strictObject({ user: z.string() }),
    ({ tenant }, { user }) => {
      const person = findUser(tenant, user);
      const own = tenant.store
        .in(userSessions)
        .all()
        .filter((session) => session.userPrincipalName === person.userPrincipalName);
      for (const { id } of own) tenant.store.in(userSessions).delete(id);
      const pcs = tenant.store.in(cloudPcs).by('user', person.id);
      for (const pc of pcs) endCloudPcSession(tenant, pc);
      return { hosts: own.map(({ hostName }) => hostName), cloudPcs: pcs.map(({ name }) => name) };
    },
  ),
};

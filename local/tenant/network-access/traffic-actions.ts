import { z } from 'zod';
import { controlAction } from '../control/control-action';
import { ControlFailure } from '../control/control-failure';
import { servicePrincipals } from '../directory/directory-objects';
import { forwardingProfiles } from './forwarding-profile';

/** What an admin does to traffic profiles in the portal. */
export const trafficActions = {
  setForwardingProfile: controlAction(
    'Changes a traffic profile: its state, who it is for, whether Graph shows its service principal',
    z.strictObject({
      profile: z.string().describe('id, name or type (m365, private, internet)'),
      state: z.enum(['enabled', 'disabled']).optional(),
      allUsers: z.boolean().optional(),
      showServicePrincipal: z.boolean().optional().describe('false: null, as in the documentation sample'),
    }),
    ({ tenant }, { profile, state, allUsers, showServicePrincipal }) => {
      const all = tenant.store.in(forwardingProfiles).all();
      const found = all.find((one) => [one.id, one.name, one.trafficForwardingType].includes(profile));
      if (found === undefined)
        throw new ControlFailure(
          `There is no traffic profile '${profile}'; known are: ${all.map(({ name }) => name).join(', ') || 'none'}`,
        );
      const principalId = tenant.ids.named('profile-principal', found.name);
      const isKnown = tenant.store.in(servicePrincipals).get(principalId) !== undefined;
      if (showServicePrincipal === true && !isKnown)
        throw new ControlFailure(`The scenario gives the profile '${found.name}' no service principal`);
      return tenant.store.in(forwardingProfiles).put({
        ...found,
        state: state ?? found.state,
        assignedToAllUsers: allUsers ?? found.assignedToAllUsers,
        servicePrincipalId:
          showServicePrincipal === undefined
            ? found.servicePrincipalId
            : showServicePrincipal
              ? principalId
              : null,
        lastModifiedDateTime: tenant.clock.iso(),
      });
    },
  ),
};

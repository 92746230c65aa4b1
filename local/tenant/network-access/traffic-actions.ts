import { z } from 'zod';
import { controlAction } from '../control/control-action';
import { ControlFailure } from '../control/control-failure';
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
      return tenant.store.in(forwardingProfiles).put({
        ...found,
        state: state ?? found.state,
        assignedToAllUsers: allUsers ?? found.assignedToAllUsers,
        hidesServicePrincipal:
          showServicePrincipal === undefined ? found.hidesServicePrincipal === true : !showServicePrincipal,
        lastModifiedDateTime: tenant.clock.iso(),
      });
    },
  ),
};

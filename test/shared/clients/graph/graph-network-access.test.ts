import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectGraph, type GraphConnection } from '../../../../shared/clients/graph/connect-graph';
import { graphNetworkAccess } from '../../../../shared/clients/graph/graph-network-access';
import { groupId } from '../../../../shared/domain/ids';
import { scriptedService, staticCredential, stopServices, type ScriptedService } from '../scripted-service';

const GROUP = groupId('d1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c04');
const PRINCIPAL = 'c1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c09';
const APP = 'e1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c02';

let service: ScriptedService;
let graph: GraphConnection;

beforeEach(async () => {
  service = await scriptedService();
  graph = connectGraph({ baseUrl: service.url, credential: staticCredential() });
});
afterEach(stopServices);

describe('graphNetworkAccess', () => {
  it('reads the onboarding status from beta, a value of tomorrow too', async () => {
    service.answer({ body: { onboardingStatus: 'somethingNew' } });
    expect(await graphNetworkAccess(graph).readOnboardingStatus()).toBe('somethingNew');
    expect(service.received[0]?.url).toBe('/beta/networkAccess/tenantStatus');
  });

  it('bears a profile that does not say whom it is for', async () => {
    const value = [
      {
        id: '1',
        name: 'Private',
        state: 'enabled',
        trafficForwardingType: 'private',
        servicePrincipal: { id: PRINCIPAL },
      },
      { id: '2', name: 'M365', state: 'disabled', trafficForwardingType: 'm365', servicePrincipal: null },
      { id: '3', state: 'enabled' },
    ];
    service.answer({ body: { value } });
    expect(await graphNetworkAccess(graph).listForwardingProfiles()).toEqual([
      {
        id: '1',
        name: 'Private',
        trafficForwardingType: 'private',
        isEnabled: true,
        servicePrincipalId: PRINCIPAL,
      },
      { id: '2', name: 'M365', trafficForwardingType: 'm365', isEnabled: false, servicePrincipalId: null },
      { id: '3', name: '3', trafficForwardingType: 'unknown', isEnabled: true, servicePrincipalId: null },
    ]);
    expect(service.received[0]?.url).toBe('/beta/networkAccess/forwardingProfiles?$expand=servicePrincipal');
  });

  it('lists what the group is assigned to in one request, whatever the case of the ids', async () => {
    service.answer({ body: { value: [{ resourceId: APP }, { resourceId: PRINCIPAL.toUpperCase() }] } });
    expect(await graphNetworkAccess(graph).listAssignedApps(GROUP)).toEqual([APP, PRINCIPAL]);
    expect(service.received.map(({ url }) => url)).toEqual([`/v1.0/groups/${GROUP}/appRoleAssignments`]);
  });
});

import type { TokenCredential } from '@azure/core-auth';
import type { AppRoleAssignments } from '../../../shared/clients/app-role-assignments';
import { armHostPoolSettings } from '../../../shared/clients/arm/arm-host-pool-settings';
import { armRoleAssignments } from '../../../shared/clients/arm/arm-role-assignments';
import { connectArm } from '../../../shared/clients/arm/connect-arm';
import type { ConditionalAccessPolicies } from '../../../shared/clients/conditional-access-policies';
import { connectGraph } from '../../../shared/clients/graph/connect-graph';
import { graphAppRoleAssignments } from '../../../shared/clients/graph/graph-app-role-assignments';
import { graphConditionalAccessPolicies } from '../../../shared/clients/graph/graph-conditional-access-policies';
import { graphGroupAdmin } from '../../../shared/clients/graph/graph-group-admin';
import { graphGroupLicences } from '../../../shared/clients/graph/graph-group-licences';
import { graphNetworkAccessAdmin } from '../../../shared/clients/graph/graph-network-access-admin';
import { graphPartnerTrust } from '../../../shared/clients/graph/graph-partner-trust';
import { graphPrincipals } from '../../../shared/clients/graph/graph-principals';
import { graphProvisioningPolicies } from '../../../shared/clients/graph/graph-provisioning-policies';
import { graphRemoteDesktopSignIn } from '../../../shared/clients/graph/graph-remote-desktop-sign-in';
import type { GroupAdmin } from '../../../shared/clients/group-admin';
import type { GroupLicences } from '../../../shared/clients/group-licences';
import type { HostPoolSettings } from '../../../shared/clients/host-pool-settings';
import type { NetworkAccessAdmin } from '../../../shared/clients/network-access-admin';
import type { PartnerTrust } from '../../../shared/clients/partner-trust';
import type { Principals } from '../../../shared/clients/principals';
import type { ProvisioningPolicies } from '../../../shared/clients/provisioning-policies';
import type { RemoteDesktopSignIn } from '../../../shared/clients/remote-desktop-sign-in';
import type { RoleAssignments } from '../../../shared/clients/role-assignments';

/** Everything that a person who prepares reads and changes. */
export interface OperatorPorts {
  groups: GroupAdmin;
  roles: RoleAssignments;
  principals: Principals;
  apps: AppRoleAssignments;
  networkAccess: NetworkAccessAdmin;
  provisioning: ProvisioningPolicies;
  licences: GroupLicences;
  conditionalAccess: ConditionalAccessPolicies;
  trust: PartnerTrust;
  remoteDesktop: RemoteDesktopSignIn;
  hostPools: HostPoolSettings;
}

export interface OperatorSettings {
  /** The person's own sign-in. */
  credential: TokenCredential;
  graphUrl: string;
  armUrl: string;
}

/** The ports over Microsoft Graph and Azure Resource Manager. Somebody waits: reads and writes say so. */
export function operatorPorts({ credential, graphUrl, armUrl }: OperatorSettings): OperatorPorts {
  const graph = connectGraph({ baseUrl: graphUrl, credential, priority: 'high' });
  const arm = connectArm({ endpoint: armUrl, credential });
  const apps = graphAppRoleAssignments(graph);
  return {
    groups: graphGroupAdmin(graph),
    roles: armRoleAssignments(arm),
    principals: graphPrincipals(graph),
    apps,
    networkAccess: graphNetworkAccessAdmin(graph, apps),
    provisioning: graphProvisioningPolicies(graph),
    licences: graphGroupLicences(graph),
    conditionalAccess: graphConditionalAccessPolicies(graph),
    trust: graphPartnerTrust(graph),
    remoteDesktop: graphRemoteDesktopSignIn(graph),
    hostPools: armHostPoolSettings(arm),
  };
}

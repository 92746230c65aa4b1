import type { Tenant } from '../../local/tenant/tenant';
import type { TrafficEntry } from '../../local/tenant/core/traffic-log';
import { armDesktopRoles } from '../../shared/clients/arm/arm-desktop-roles';
import { armDesktops } from '../../shared/clients/arm/arm-desktops';
import { armVirtualMachines } from '../../shared/clients/arm/arm-virtual-machines';
import { connectArm } from '../../shared/clients/arm/connect-arm';
import { rememberingDesktops } from '../../shared/clients/arm/remembering-desktops';
import { connectGraph } from '../../shared/clients/graph/connect-graph';
import { graphAccounts } from '../../shared/clients/graph/graph-accounts';
import { graphCloudPcs } from '../../shared/clients/graph/graph-cloud-pcs';
import { graphCrossTenantAccess } from '../../shared/clients/graph/graph-cross-tenant-access';
import { graphDeviceApps } from '../../shared/clients/graph/graph-device-apps';
import { graphDirectory } from '../../shared/clients/graph/graph-directory';
import { graphGroupMembers } from '../../shared/clients/graph/graph-group-members';
import { graphGroups } from '../../shared/clients/graph/graph-groups';
import { graphPartnerBlock } from '../../shared/clients/graph/graph-partner-block';
import { graphPartnerTenant } from '../../shared/clients/graph/graph-partner-tenant';
import { graphLicences } from '../../shared/clients/graph/graph-licences';
import { graphNetworkAccess } from '../../shared/clients/graph/graph-network-access';
import { graphSignInRules } from '../../shared/clients/graph/graph-sign-in-rules';
import { graphSignIns } from '../../shared/clients/graph/graph-sign-ins';
import { graphSubscriptions } from '../../shared/clients/graph/graph-subscriptions';
import { rememberingNetworkAccess } from '../../shared/clients/graph/remembering-network-access';
import { bothPartsCredential } from '../local/tenant/tenant-under-test';
import type { Capabilities } from './product-under-test';

/** The product's own adapters, pointed at a simulated tenant. */
export function tenantCapabilities(tenant: Tenant, now: () => number): Capabilities {
  const credential = bothPartsCredential(tenant);
  const graph = connectGraph({ baseUrl: tenant.url, credential, now });
  const arm = connectArm({ endpoint: tenant.url, credential, now });
  return {
    directory: graphDirectory(graph),
    members: graphGroupMembers(graph),
    groups: graphGroups(graph),
    partnerBlock: graphPartnerBlock(graph),
    partnerTenant: graphPartnerTenant(graph),
    desktops: rememberingDesktops(armDesktops(arm), now),
    desktopRoles: armDesktopRoles(arm),
    cloudPcs: graphCloudPcs(graph),
    accounts: graphAccounts(graph),
    networkAccess: rememberingNetworkAccess(graphNetworkAccess(graph), now),
    machines: armVirtualMachines(arm),
    deviceApps: graphDeviceApps(graph),
    signIns: graphSignIns(graph),
    signInRules: graphSignInRules(graph),
    crossTenantAccess: graphCrossTenantAccess(graph),
    licences: graphLicences(graph),
    subscriptions: graphSubscriptions(graph),
  };
}

/** POSTs that only ask. */
const QUESTIONS = /\/(\$batch|checkMemberGroups|evaluate|retrieve\w+)$/;

/** What was written through Graph and ARM: `PATCH /v1.0/groups/{id}`, ids as they were. */
export function writeOf({ authority, method, url, status }: TrafficEntry): string | undefined {
  const path = url.split('?')[0] ?? '';
  const isWrite = method !== 'GET' && !QUESTIONS.test(path);
  const isService = authority === 'graph' || authority === 'arm';
  return isService && isWrite && status < 400 ? `${method} ${path}` : undefined;
}

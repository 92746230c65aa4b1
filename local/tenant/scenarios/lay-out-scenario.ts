import type { TenantContext } from '../core/tenant-context';
import { layOutAzure } from './lay-out-azure';
import { layOutConditionalAccess } from './lay-out-conditional-access';
import { layOutDirectory } from './lay-out-directory';
import { layOutEndpoints } from './lay-out-endpoints';
import { layOutGraphService } from './lay-out-graph-service';
import { layOutNetworkAccess } from './lay-out-network-access';
import type { Scenario } from './scenario-schema';

/** One resource family's part of laying out a scenario; runs in the order of this list. */
type LayOut = (tenant: TenantContext, scenario: Scenario) => void;

const layOuts: readonly LayOut[] = [
  layOutDirectory,
  layOutGraphService,
  layOutAzure,
  layOutNetworkAccess,
  layOutEndpoints,
  layOutConditionalAccess,
];

/** Fills an empty tenant; throws when a name is used that the scenario does not define. */
export function layOutScenario(tenant: TenantContext, scenario: Scenario): void {
  tenant.settings.layOut({
    id: scenario.tenant.id ?? tenant.ids.named('tenant', scenario.tenant.initialDomain),
    displayName: scenario.tenant.displayName,
    initialDomain: scenario.tenant.initialDomain,
    verifiedDomains: [scenario.tenant.initialDomain, ...scenario.tenant.verifiedDomains],
    countryLetterCode: scenario.tenant.countryLetterCode,
    allowInvitesFrom: scenario.tenant.allowInvitesFrom,
  });
  tenant.settings.replicationLagMs = scenario.replicationLagMs;
  for (const layOut of layOuts) layOut(tenant, scenario);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from '@azure/functions';
import { DefaultAzureCredential } from '@azure/identity';
import { createRemoteJWKSet } from 'jose';
import { armDesktopRoles } from '../shared/clients/arm/arm-desktop-roles';
import { armDesktops } from '../shared/clients/arm/arm-desktops';
import { armVirtualMachines } from '../shared/clients/arm/arm-virtual-machines';
import { connectArm } from '../shared/clients/arm/connect-arm';
import { rememberingDesktops } from '../shared/clients/arm/remembering-desktops';
import { connectServiceBus } from '../shared/clients/bus/connect-service-bus';
import { routedHintBus } from '../shared/clients/bus/routed-hint-bus';
import { serviceBusHintBus } from '../shared/clients/bus/service-bus-hint-bus';
import { connectGraph } from '../shared/clients/graph/connect-graph';
import { graphAccessEndings } from '../shared/clients/graph/graph-access-endings';
import { graphAddressees } from '../shared/clients/graph/graph-addressees';
import { graphAccounts } from '../shared/clients/graph/graph-accounts';
import { graphCloudPcs } from '../shared/clients/graph/graph-cloud-pcs';
import { graphCrossTenantAccess } from '../shared/clients/graph/graph-cross-tenant-access';
import { graphDeviceApps } from '../shared/clients/graph/graph-device-apps';
import { graphDirectory } from '../shared/clients/graph/graph-directory';
import { graphGroupAdmin } from '../shared/clients/graph/graph-group-admin';
import { graphGroupCensus } from '../shared/clients/graph/graph-group-census';
import { graphGroupChanges } from '../shared/clients/graph/graph-group-changes';
import { graphGroupMembers } from '../shared/clients/graph/graph-group-members';
import { graphGuestLookup } from '../shared/clients/graph/graph-guest-lookup';
import { graphGroups } from '../shared/clients/graph/graph-groups';
import { graphInvitations } from '../shared/clients/graph/graph-invitations';
import { graphLicences } from '../shared/clients/graph/graph-licences';
import { graphMailNotices } from '../shared/clients/graph/graph-mail-notices';
import { graphNetworkAccess } from '../shared/clients/graph/graph-network-access';
import { graphPartnerBlock } from '../shared/clients/graph/graph-partner-block';
import { graphPartnerGuests } from '../shared/clients/graph/graph-partner-guests';
import { graphPartnerSettings } from '../shared/clients/graph/graph-partner-settings';
import { graphPartnerTenant } from '../shared/clients/graph/graph-partner-tenant';
import { graphSignInRules } from '../shared/clients/graph/graph-sign-in-rules';
import { graphSignIns } from '../shared/clients/graph/graph-sign-ins';
import { graphSubscriptions } from '../shared/clients/graph/graph-subscriptions';
import { graphUserChanges } from '../shared/clients/graph/graph-user-changes';
import { rememberingNetworkAccess } from '../shared/clients/graph/remembering-network-access';
import { withKnownGroups } from '../shared/clients/graph/with-known-groups';
import { webhookNotices } from '../shared/clients/webhook/webhook-notices';
import { connectTelemetry } from '../shared/clients/telemetry/connect-telemetry';
import { countThrottling } from '../shared/clients/http/count-throttling';
import { createLiveGuests } from '../shared/clients/live-guests';
import { createUndoSights } from '../shared/clients/undo-sights';
import { parseConfig } from '../shared/config';
import { readNoticeTexts, SHIPPED_TEXTS } from '../shared/notices/read-notice-texts';
import { openBlobs } from '../shared/state/blob/open-blobs';
import { pseudonymousAudit } from '../shared/state/pseudonymous-audit';
import { createSubjectLife } from '../shared/state/subject-life';
import { openTables } from '../shared/state/table/open-tables';
import { entraTokenCheck } from './admin/authorise';
import { registerFlows } from './register-flows';
import { registerTriggers } from './register-triggers';

// The composition root: settings in, adapters made, functions registered. Nothing is decided here.
const config = parseConfig(process.env);
// Which identity: AZURE_CLIENT_ID, where the app has more than one (the library's own convention).
const credential = new DefaultAzureCredential();
const metrics = connectTelemetry({ connectionString: config.insights, credential });
const onRequest = countThrottling(metrics);
const graph = connectGraph({ baseUrl: config.graphUrl, credential, onRequest });
const arm = connectArm({ endpoint: config.armUrl, credential, onRequest });
const bus = connectServiceBus({ ...config.bus, credential });
const tables = openTables({ ...config.tables, credential });
const blobs = openBlobs({ ...config.blobs, credential });
const hints = routedHintBus(
  serviceBusHintBus(bus, config.hintsQueue),
  serviceBusHintBus(bus, config.ordersQueue),
);
const groups = graphGroups(graph);
const now = () => new Date();
const { mailbox, webhook, webhookFormat, textsFolder, language, ...notices } = config.notices;

const capabilities = {
  ...tables.ports,
  audit: pseudonymousAudit(tables.ports),
  documents: blobs.documents,
  anchors: blobs.anchors,
  hints,
  life: createSubjectLife(tables.ports.subjects, hints),
  directory: withKnownGroups(graphDirectory(graph), groups),
  members: graphGroupMembers(graph),
  desktops: rememberingDesktops(armDesktops(arm), Date.now),
  desktopRoles: armDesktopRoles(arm),
  cloudPcs: graphCloudPcs(graph),
  accounts: graphAccounts(graph),
  networkAccess: rememberingNetworkAccess(graphNetworkAccess(graph), Date.now),
  machines: armVirtualMachines(arm),
  deviceApps: graphDeviceApps(graph),
  signIns: graphSignIns(graph),
  signInRules: graphSignInRules(graph),
  crossTenantAccess: graphCrossTenantAccess(graph),
  licences: graphLicences(graph),
  subscriptions: graphSubscriptions(graph),
  userChanges: graphUserChanges(graph),
  groupChanges: graphGroupChanges(graph),
  groups,
  partnerBlock: graphPartnerBlock(graph),
  partnerTenant: graphPartnerTenant(graph),
  guestLookup: graphGuestLookup(graph),
  invitations: graphInvitations(graph),
  partnerGuests: graphPartnerGuests(graph),
  groupAdmin: graphGroupAdmin(graph),
  groupCensus: graphGroupCensus(graph),
  partnerSettings: graphPartnerSettings(graph),
  accessEndings: graphAccessEndings(graph),
  addressees: graphAddressees(graph),
  channels: {
    mail: mailbox === null ? null : graphMailNotices(graph, mailbox),
    webhook: webhook === null ? null : webhookNotices({ url: webhook, format: webhookFormat }),
  },
  metrics,
  now,
};
const ports = {
  ...capabilities,
  liveGuests: createLiveGuests({ ...capabilities, ...config }),
  undoSights: createUndoSights({ ...capabilities, ...config }),
};
const settings = {
  tenantId: config.tenantId,
  clientState: config.clientState,
  publicUrl: config.publicUrl,
  blockedGroup: config.blockedGroup,
  excludedGroup: config.excludedGroup,
  excludedIds: config.excludedIds,
  part: config.part,
  retention: config.retention,
  hintsQueue: config.hintsQueue,
  ordersQueue: config.ordersQueue,
  notificationUrl: config.notificationUrl,
  lifecycleUrl: config.lifecycleUrl,
  partnerEventsQueue: config.partnerEventsQueue,
  validationTokens: {
    keys: createRemoteJWKSet(new URL(`${config.authorityUrl}/common/discovery/v2.0/keys`)),
    appId: config.appId,
    tenantId: config.tenantId,
  },
  tokenCheck: entraTokenCheck(config.authorityUrl, config.tenantId, config.apiAudience),
  ...notices,
  texts: readNoticeTexts(textsFolder ?? SHIPPED_TEXTS, language),
  installScript: scriptText('install-client.ps1'),
  uninstallScript: scriptText('uninstall-client.ps1'),
};

app.hook.appStart(async () => {
  await Promise.all([tables.ensure(), blobs.ensure()]);
});
app.hook.appTerminate(async () => {
  await Promise.all([bus.close(), metrics.flush()]);
});
registerFlows(ports, settings);
registerTriggers(ports, settings);

function scriptText(name: string): string {
  return readFileSync(join(__dirname, '../orchestrations/activities/scripts', name), 'utf8');
}

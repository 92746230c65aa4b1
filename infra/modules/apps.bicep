// The two Function Apps: one package, two parts, two identities.
import { coreFacts, noticeSettings, partIdentity } from 'types.bicep'

@description('Ends every name of this deployment.')
param nameSuffix string

@description('Region.')
param location string

@description('Tags on every resource.')
param tags object

@description('Identity of the runtime part.')
param runtime partIdentity

@description('Identity of the offboarding part.')
param offboarding partIdentity

@description('What the apps stand on.')
param core coreFacts

@description('Task hub of each part.')
param hubs { runtime: string, offboarding: string }

@description('Name of the subscriptions’ secret in the vault.')
param clientStateName string

@description('Most instances the runtime app may scale out to.')
param maximumInstances int

@description('Runtime instances kept warm.')
param alwaysReadyInstances int

@description('Tenant that owns the desktops.')
param tenantId string

@description('Audience of the admin API’s tokens.')
param apiAudience string

@description('Group that Conditional Access keeps out; empty for none.')
param blockedGroupId string

@description('Group whose members nobody touches; empty for none.')
param excludedGroupId string

@description('Object ids nobody touches, separated by commas; empty for none.')
param excludedIds string

@description('How people are told.')
param notices noticeSettings

@description('For how many days what is kept, for example ledger=400,guests=730; empty for the defaults.')
param retention string

@description('Microsoft Graph of this cloud.')
param graphUrl string

@description('How the Functions host tells what it does.')
param telemetryMode 'OpenTelemetry' | 'ApplicationInsights'

@description('Event Grid partner topic Graph sends to instead of the webhook; empty for the webhook.')
param partnerTopicName string

var notificationUrl = 'EventGrid:?azuresubscriptionid=${subscription().subscriptionId}&resourcegroup=${resourceGroup().name}&partnertopic=${partnerTopicName}&location=${location}'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' existing = if (!empty(core.schedulerName)) {
  name: core.schedulerName
}

var storageProvider = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider'
var schedulerConnection = 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
// A setting of its own makes the back end a choice of the deployment, not of host.json. `azureManaged` is the word of the
// documentation; a skill file of Microsoft's says `durabletask-scheduler` for apps that are not .NET (CONFLICT).
var schedulerSettings = {
  '${storageProvider}__type': 'azureManaged'
  '${storageProvider}__connectionStringName': schedulerConnection
}
var storageSettings = { '${storageProvider}__type': 'AzureStorage' }

// The webhook's address is a secret: it comes out of the vault like the subscriptions' secret.
var noticeSettingsOfApp = union(
  {
    GATEHOUSE_NOTICES_WEBHOOK_FORMAT: notices.?webhookFormat ?? 'json'
    GATEHOUSE_NOTICES_DIGEST_HOURS: string(notices.?digestHours ?? 24)
    GATEHOUSE_NOTICES_ALERT_HOURS: string(notices.?alertHours ?? 4)
    GATEHOUSE_NOTICES_LANGUAGE: notices.?language ?? 'en'
  },
  empty(notices.?mailbox) ? {} : { GATEHOUSE_NOTICES_MAILBOX: notices.?mailbox ?? '' },
  empty(notices.?domain) ? {} : { GATEHOUSE_NOTICES_DOMAIN: notices.?domain ?? '' },
  empty(notices.?approvers) ? {} : { GATEHOUSE_NOTICES_APPROVERS: notices.?approvers ?? '' },
  empty(notices.?webhookSecret)
    ? {}
    : {
        GATEHOUSE_NOTICES_WEBHOOK: '@Microsoft.KeyVault(SecretUri=${core.vaultUri}secrets/${notices.?webhookSecret ?? ''})'
      }
)

// What both parts are told. An identity is not a secret: the connection names it and carries no key.
var shared = union(
  {
    GATEHOUSE_TENANT_ID: tenantId
    GATEHOUSE_GRAPH_URL: graphUrl
    GATEHOUSE_ARM_URL: environment().resourceManager
    GATEHOUSE_AUTHORITY_URL: environment().authentication.loginEndpoint
    GATEHOUSE_API_AUDIENCE: apiAudience
    GATEHOUSE_BUS__fullyQualifiedNamespace: core.busHostName
    GATEHOUSE_TABLES_URL: core.tablesUrl
    GATEHOUSE_BLOBS_URL: core.blobsUrl
    // Both send hints about guests here; only the runtime takes them.
    GATEHOUSE_HINTS_QUEUE: 'hints'
    GATEHOUSE_PARTNER_EVENTS_QUEUE: 'partner-events'
    GATEHOUSE_ORDERS_QUEUE: 'removal-orders'
    // Not in host.json: Core Tools could not run an app in this mode when it came (May 2024).
    AzureFunctionsJobHost__telemetryMode: telemetryMode
  },
  empty(partnerTopicName) ? {} : { GATEHOUSE_NOTIFICATION_URL: notificationUrl },
  empty(blockedGroupId) ? {} : { GATEHOUSE_BLOCKED_GROUP: blockedGroupId },
  empty(excludedGroupId) ? {} : { GATEHOUSE_EXCLUDED_GROUP: excludedGroupId },
  empty(excludedIds) ? {} : { GATEHOUSE_EXCLUDED_IDS: excludedIds },
  noticeSettingsOfApp,
  empty(retention) ? {} : { GATEHOUSE_RETENTION: retention }
)

module runtimeApp 'function-app.bicep' = {
  name: 'app-runtime'
  params: {
    part: 'runtime'
    nameSuffix: nameSuffix
    location: location
    tags: tags
    identity: runtime
    hostStorageName: core.runtimeStorageName
    packageContainerUrl: core.runtimePackageUrl
    insightsName: core.insightsName
    productSettings: union(shared, { GATEHOUSE_HUB: hubs.runtime })
    durableSettings: empty(core.schedulerName)
      ? storageSettings
      : union(schedulerSettings, {
          '${schedulerConnection}': 'Endpoint=${scheduler!.properties.endpoint};Authentication=ManagedIdentity;ClientID=${runtime.clientId}'
        })
    clientStateUri: '${core.vaultUri}secrets/${clientStateName}'
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    subnetId: core.runtimeSubnetId
  }
}

module offboardingApp 'function-app.bicep' = {
  name: 'app-offboarding'
  params: {
    part: 'offboarding'
    nameSuffix: nameSuffix
    location: location
    tags: tags
    identity: offboarding
    hostStorageName: core.offboardingStorageName
    packageContainerUrl: core.offboardingPackageUrl
    insightsName: core.insightsName
    productSettings: union(shared, { GATEHOUSE_HUB: hubs.offboarding })
    durableSettings: empty(core.schedulerName)
      ? storageSettings
      : union(schedulerSettings, {
          '${schedulerConnection}': 'Endpoint=${scheduler!.properties.endpoint};Authentication=ManagedIdentity;ClientID=${offboarding.clientId}'
        })
    clientStateUri: '${core.vaultUri}secrets/${clientStateName}'
    maximumInstances: 40
    alwaysReadyInstances: 0
    subnetId: core.offboardingSubnetId
  }
}

@description('Name of the runtime app.')
output runtimeName string = runtimeApp.outputs.name

@description('Name of the offboarding app.')
output offboardingName string = offboardingApp.outputs.name

@description('Address of the runtime app.')
output runtimeUrl string = runtimeApp.outputs.url

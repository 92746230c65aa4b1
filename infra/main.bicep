// Everything Gatehouse needs in Azure, in one resource group of its own, plus its rights on the desktops' groups.
// What it may do in Microsoft Graph is granted apart from this, by a person: docs/permissions.md.
targetScope = 'subscription'

import { desktopAccess, desktopScope, noticeSettings } from 'modules/types.bicep'

@description('Name of this deployment, for example `production`. Goes into the resource group’s name.')
@minLength(2)
@maxLength(40)
param environmentName string

@description('Region of every resource.')
@minLength(3)
param location string

@description('Tenant that owns the desktops. A deployment while signed in to another tenant is refused before it changes anything.')
@minLength(36)
@maxLength(36)
param tenantId string = tenant().tenantId

@description('Ends every name that must be unique in the world. Choose another one where a name is already taken.')
@minLength(5)
@maxLength(13)
param nameSuffix string = uniqueString(subscription().id, environmentName, location)

@description('Audience of the admin API’s tokens: the application (client) id of its app registration, which is what tokens of version 2 carry.')
@minLength(6)
param apiAudience string = 'api://gatehouse'

@description('Group that Conditional Access keeps out of the desktops; empty while there is none.')
@maxLength(36)
param blockedGroupId string = ''

@description('Group whose members nobody touches, whatever a policy or a plan says; empty while there is none.')
@maxLength(36)
param excludedGroupId string = ''

@description('Object ids nobody touches, separated by commas; empty for none.')
param excludedIds string = ''

@description('How people are told: mailbox (object id of the user whose mailbox sends), domain (what guests type to sign in), webhookSecret (name of the vault’s secret with the webhook’s address), webhookFormat, approvers (object ids, commas between them), digestHours, alertHours, language. What is left out has its default; nobody is told without a mailbox or a webhook.')
param notices noticeSettings = {}

@description('For how many days what is kept, for example ledger=400,guests=730 (docs/personal-data.md); empty for the defaults.')
param retention string = ''

@description('Resource groups with desktops this deployment looks after. Empty: Windows 365 only.')
@maxLength(50)
param desktops desktopScope[] = []

@description('observe: the identities only read desktops. operate: they also assign hosts, start machines and install the client.')
param access desktopAccess = 'observe'

@description('Where Durable Functions keeps its runs. Sources disagree on the scheduler’s name in extension bundles: try it on a test deployment first.')
@allowed(['azure-storage', 'durable-task-scheduler'])
param durableBackEnd string = 'azure-storage'

@description('Address ranges that may reach the Durable Task Scheduler.')
@minLength(1)
param schedulerAllowedAddresses string[] = ['0.0.0.0/0']

@description('Most instances the runtime app may scale out to.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Runtime instances kept warm for HTTP and for durable functions, each. Graph drops a webhook that needs more than 3 s, so 0 is for test deployments.')
@minValue(0)
@maxValue(10)
param alwaysReadyInstances int = 1

@description('Replication of the storage accounts.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@description('Days an audit head cannot be changed or deleted.')
@minValue(1)
@maxValue(3650)
param auditRetentionDays int = 365

@description('Days logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('How the Functions host tells what it does. OpenTelemetry ties what the host and the app say of one invocation together; ApplicationInsights is the host’s older way, should an alert’s query find nothing.')
@allowed(['OpenTelemetry', 'ApplicationInsights'])
param telemetryMode string = 'OpenTelemetry'

@description('Gigabytes of logs a day at which the workspace stops taking more; -1 for no cap.')
@minValue(-1)
@maxValue(1000)
param logDailyCapGb int = 5

@description('Mail addresses that are told of alerts. Empty: alerts fire and tell nobody.')
@maxLength(20)
param alertMailAddresses string[] = []

@description('Messages waiting in one queue for 15 minutes that are too many.')
@minValue(10)
@maxValue(100000)
param backlogThreshold int = 500

@description('Storage, bus and vault by private end points only. Makes the bus Premium; deploy from inside the network then.')
param privateNetwork bool = false

@description('Address space of the network, at least a /24; used with private end points only.')
@minLength(9)
param networkAddressPrefix string = '10.80.0.0/24'

@description('Whether Microsoft Graph may make an Event Grid partner topic in this resource group.')
param partnerEvents bool = false

@description('Last day of that authorisation, as a date and time.')
param partnerEventsUntil string = dateTimeAdd(utcNow(), 'P365D')

@description('Name of the partner topic Graph shall make and send to; it is delivered into the queue of hints once partnerTopicPrincipalId is known.')
@maxLength(50)
param partnerTopicName string = ''

@description('Object id of the partner topic’s system-assigned identity; empty until Graph made the topic and somebody switched its identity on.')
@maxLength(36)
param partnerTopicPrincipalId string = ''

@description('Object id of the person or pipeline that sets the subscriptions’ secret in Key Vault; empty to give nobody the right.')
@maxLength(36)
param vaultOfficerPrincipalId string = ''

@description('Microsoft Graph of this cloud.')
@minLength(12)
param graphUrl string = 'https://graph.microsoft.com'

// fail() is evaluated before the first resource is touched.
var checkedTenantId = toLower(tenantId) == toLower(tenant().tenantId)
  ? tenantId
  : fail('This deployment is for tenant ${tenantId}, but the sign-in is to tenant ${tenant().tenantId}. Sign in to the right tenant and deploy again; nothing was changed.')
var tags = { 'azd-env-name': environmentName, product: 'gatehouse' }
var usesScheduler = durableBackEnd == 'durable-task-scheduler'
var hubs = { runtime: 'gatehouseruntime', offboarding: 'gatehouseoffboarding' }
var clientStateName = 'graph-client-state'

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-gatehouse-${environmentName}'
  location: location
  tags: union(tags, { tenant: checkedTenantId })
}

module runtimeIdentity 'modules/identity.bicep' = {
  scope: group
  name: 'identity-runtime'
  params: { part: 'runtime', nameSuffix: nameSuffix, location: location, tags: tags }
}

module offboardingIdentity 'modules/identity.bicep' = {
  scope: group
  name: 'identity-offboarding'
  params: { part: 'offboarding', nameSuffix: nameSuffix, location: location, tags: tags }
}

module core 'modules/core.bicep' = {
  scope: group
  name: 'core'
  params: {
    nameSuffix: nameSuffix
    location: location
    tags: tags
    runtime: runtimeIdentity.outputs.facts
    offboarding: offboardingIdentity.outputs.facts
    isPrivate: privateNetwork
    networkAddressPrefix: networkAddressPrefix
    storageSku: storageSku
    auditRetentionDays: auditRetentionDays
    usesScheduler: usesScheduler
    hubs: hubs
    schedulerAllowedAddresses: schedulerAllowedAddresses
    logRetentionDays: logRetentionDays
    logDailyCapGb: logDailyCapGb
    vaultOfficerPrincipalId: vaultOfficerPrincipalId
  }
}

module apps 'modules/apps.bicep' = {
  scope: group
  name: 'apps'
  params: {
    nameSuffix: nameSuffix
    location: location
    tags: tags
    runtime: runtimeIdentity.outputs.facts
    offboarding: offboardingIdentity.outputs.facts
    core: core.outputs.facts
    hubs: hubs
    clientStateName: clientStateName
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    tenantId: checkedTenantId
    apiAudience: apiAudience
    blockedGroupId: blockedGroupId
    excludedGroupId: excludedGroupId
    excludedIds: excludedIds
    notices: notices
    retention: retention
    graphUrl: graphUrl
    telemetryMode: telemetryMode
    partnerTopicName: partnerEvents ? partnerTopicName : ''
  }
}

module watch 'modules/watch.bicep' = {
  scope: group
  name: 'watch'
  params: {
    nameSuffix: nameSuffix
    location: location
    tags: tags
    namespaceId: core.outputs.facts.namespaceId
    workspaceId: core.outputs.facts.workspaceId
    runtimeAppName: apps.outputs.runtimeName
    offboardingAppName: apps.outputs.offboardingName
    alertMailAddresses: alertMailAddresses
    backlogThreshold: backlogThreshold
  }
}

module hostPoolAccess 'modules/host-pool-access.bicep' = [
  for desktop in desktops: {
    scope: resourceGroup(desktop.subscriptionId, desktop.resourceGroup)
    name: 'gatehouse-host-pools-${environmentName}'
    params: {
      hostPools: desktop.hostPools
      principalId: runtimeIdentity.outputs.facts.principalId
      access: access
      nameSuffix: nameSuffix
    }
  }
]

module machineAccess 'modules/machine-access.bicep' = [
  for desktop in desktops: if (desktop.hasMachines) {
    scope: resourceGroup(desktop.subscriptionId, desktop.resourceGroup)
    name: 'gatehouse-machines-${environmentName}'
    params: {
      principalId: runtimeIdentity.outputs.facts.principalId
      access: access
      nameSuffix: nameSuffix
    }
  }
]

module graphPartner 'modules/graph-partner.bicep' = if (partnerEvents) {
  scope: group
  name: 'graph-partner'
  params: { tags: tags, authorizedUntil: partnerEventsUntil }
}

module graphPartnerDelivery 'modules/graph-partner-delivery.bicep' = if (partnerEvents && !empty(partnerTopicPrincipalId)) {
  scope: group
  name: 'graph-partner-delivery'
  params: {
    partnerTopicName: partnerTopicName
    topicPrincipalId: partnerTopicPrincipalId
    namespaceName: core.outputs.facts.namespaceName
    queueName: 'hints'
  }
}

@description('Resource group of this deployment.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Address of the admin API and of the webhooks.')
output GATEHOUSE_URL string = apps.outputs.runtimeUrl

@description('Vault that keeps the subscriptions’ secret.')
output GATEHOUSE_KEY_VAULT string = core.outputs.facts.vaultName

@description('Name of the subscriptions’ secret in the vault; its value is set by infra/hooks/ensure-client-state.sh.')
output GATEHOUSE_CLIENT_STATE_NAME string = clientStateName

@description('Object id of the runtime identity, for Graph permissions.')
output GATEHOUSE_RUNTIME_PRINCIPAL_ID string = runtimeIdentity.outputs.facts.principalId

@description('Object id of the offboarding identity, for Graph permissions.')
output GATEHOUSE_OFFBOARDING_PRINCIPAL_ID string = offboardingIdentity.outputs.facts.principalId

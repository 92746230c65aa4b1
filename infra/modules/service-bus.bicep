// The queues between what starts runs and the runs. Names and properties are those of local/bus/config.json (a test compares).
import { partIdentity } from 'types.bicep'

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

@description('Whether the namespace is reached by private end points only; needs the Premium tier.')
param isPrivate bool

var queueNames = ['hints', 'removal-orders', 'partner-events']
var sender = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
var receiver = '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'

// Who may do what to which queue. The runtime only asks for removals, and hears of guests; the offboarding part hears of
// removals, wakes itself again by the same queue, and says when a guest should be looked at.
var grants = [
  { queue: 'hints', principalId: runtime.principalId, role: sender, key: 'runtime-hints-send' }
  { queue: 'hints', principalId: runtime.principalId, role: receiver, key: 'runtime-hints-receive' }
  { queue: 'removal-orders', principalId: runtime.principalId, role: sender, key: 'runtime-orders-send' }
  { queue: 'partner-events', principalId: runtime.principalId, role: receiver, key: 'runtime-partners-receive' }
  { queue: 'hints', principalId: offboarding.principalId, role: sender, key: 'offboarding-hints-send' }
  { queue: 'removal-orders', principalId: offboarding.principalId, role: sender, key: 'offboarding-orders-send' }
  { queue: 'removal-orders', principalId: offboarding.principalId, role: receiver, key: 'offboarding-orders-receive' }
]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: 'sb-gatehouse-${nameSuffix}'
  location: location
  tags: tags
  sku: isPrivate ? { name: 'Premium', tier: 'Premium', capacity: 1 } : { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }

  resource queue 'queues' = [
    for name in queueNames: {
      name: name
      properties: {
        deadLetteringOnMessageExpiration: false
        defaultMessageTimeToLive: 'PT1H'
        lockDuration: 'PT5M'
        maxDeliveryCount: 10
        requiresDuplicateDetection: false
        requiresSession: false
      }
    }
  ]
}

resource grantedQueue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = [
  for grant in grants: {
    parent: namespace
    name: grant.queue
  }
]

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, i) in grants: {
    name: guid(namespace.id, grant.key)
    scope: grantedQueue[i]
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.role)
      principalId: grant.principalId
      principalType: 'ServicePrincipal'
    }
    dependsOn: [namespace::queue]
  }
]

@description('Name of the namespace.')
output name string = namespace.name

@description('Resource id of the namespace.')
output id string = namespace.id

@description('Host name of the namespace.')
output fullyQualifiedNamespace string = replace(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':443/', '')

// Durable Task Scheduler: one scheduler, one task hub for each part. Orchestrators and activities meet only inside one
// hub, so apart hubs keep the parts' powers apart.
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

@description('Task hub of the runtime part.')
param runtimeHub string

@description('Task hub of the offboarding part.')
param offboardingHub string

@description('Address ranges that may reach the scheduler. An empty list lets nobody in.')
@minLength(1)
param allowedAddresses string[]

// Durable Task Data Contributor.
var dataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: 'dts-gatehouse-${nameSuffix}'
  location: location
  tags: tags
  properties: {
    ipAllowlist: allowedAddresses
    sku: { name: 'Consumption' }
  }

  resource runtimeTaskHub 'taskHubs' = {
    name: runtimeHub
  }

  resource offboardingTaskHub 'taskHubs' = {
    name: offboardingHub
  }
}

resource runtimeAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler::runtimeTaskHub.id, runtime.principalId, dataContributor)
  scope: scheduler::runtimeTaskHub
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataContributor)
    principalId: runtime.principalId
    principalType: 'ServicePrincipal'
  }
}

resource offboardingAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler::offboardingTaskHub.id, offboarding.principalId, dataContributor)
  scope: scheduler::offboardingTaskHub
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataContributor)
    principalId: offboarding.principalId
    principalType: 'ServicePrincipal'
  }
}

@description('Name of the scheduler.')
output name string = scheduler.name

// What the apps stand on: storage, bus, durable back end, telemetry, vault, and their private end points if asked for.
import { coreFacts, partIdentity } from 'types.bicep'

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

@description('Whether storage, bus and vault are reached by private end points only.')
param isPrivate bool

@description('Address space of the network, if there is one.')
param networkAddressPrefix string

@description('Replication of the storage accounts.')
param storageSku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS'

@description('Days an audit head cannot be changed or deleted.')
param auditRetentionDays int

@description('Whether runs are kept by Durable Task Scheduler; else by Azure Storage.')
param usesScheduler bool

@description('Task hub of each part.')
param hubs { runtime: string, offboarding: string }

@description('Address ranges that may reach the scheduler.')
param schedulerAllowedAddresses string[]

@description('Days logs are kept.')
param logRetentionDays int

@description('Gigabytes of logs a day; -1 for no cap.')
param logDailyCapGb int

@description('Object id of whoever sets the subscriptions’ secret; empty for nobody.')
param vaultOfficerPrincipalId string

var principalIds = [runtime.principalId, offboarding.principalId]
var parts = [
  { part: 'runtime', principalId: runtime.principalId }
  { part: 'offboarding', principalId: offboarding.principalId }
]

module hostStorage 'host-storage.bicep' = [
  for item in parts: {
    name: 'host-storage-${item.part}'
    params: {
      part: item.part == 'runtime' ? 'runtime' : 'offboarding'
      nameSuffix: nameSuffix
      location: location
      tags: tags
      principalId: item.principalId
      holdsTaskHub: !usesScheduler
      isPrivate: isPrivate
      storageSku: storageSku
    }
  }
]

module stateStorage 'state-storage.bicep' = {
  name: 'state-storage'
  params: {
    nameSuffix: nameSuffix
    location: location
    tags: tags
    principalIds: principalIds
    isPrivate: isPrivate
    auditRetentionDays: auditRetentionDays
    storageSku: storageSku
  }
}

module bus 'service-bus.bicep' = {
  name: 'service-bus'
  params: {
    nameSuffix: nameSuffix
    location: location
    tags: tags
    runtime: runtime
    offboarding: offboarding
    isPrivate: isPrivate
  }
}

module scheduler 'durable-task-scheduler.bicep' = if (usesScheduler) {
  name: 'durable-task-scheduler'
  params: {
    nameSuffix: nameSuffix
    location: location
    tags: tags
    runtime: runtime
    offboarding: offboarding
    runtimeHub: hubs.runtime
    offboardingHub: hubs.offboarding
    allowedAddresses: schedulerAllowedAddresses
  }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  params: {
    nameSuffix: nameSuffix
    location: location
    tags: tags
    principalIds: principalIds
    retentionDays: logRetentionDays
    dailyCapGb: logDailyCapGb
  }
}

module vault 'key-vault.bicep' = {
  name: 'key-vault'
  params: {
    nameSuffix: nameSuffix
    location: location
    tags: tags
    readerPrincipalIds: principalIds
    officerPrincipalId: vaultOfficerPrincipalId
    isPrivate: isPrivate
  }
}

module network 'network.bicep' = if (isPrivate) {
  name: 'network'
  params: { nameSuffix: nameSuffix, location: location, tags: tags, addressPrefix: networkAddressPrefix }
}

var endPoints = [
  { name: 'state-blob', targetId: stateStorage.outputs.id, service: 'blob' }
  { name: 'state-table', targetId: stateStorage.outputs.id, service: 'table' }
  { name: 'runtime-blob', targetId: hostStorage[0].outputs.id, service: 'blob' }
  { name: 'runtime-queue', targetId: hostStorage[0].outputs.id, service: 'queue' }
  { name: 'runtime-table', targetId: hostStorage[0].outputs.id, service: 'table' }
  { name: 'offboarding-blob', targetId: hostStorage[1].outputs.id, service: 'blob' }
  { name: 'offboarding-queue', targetId: hostStorage[1].outputs.id, service: 'queue' }
  { name: 'offboarding-table', targetId: hostStorage[1].outputs.id, service: 'table' }
  { name: 'bus', targetId: bus.outputs.id, service: 'namespace' }
  { name: 'vault', targetId: vault.outputs.id, service: 'vault' }
]

module privateEndPoint 'private-end-point.bicep' = [
  for i in range(0, 10): if (isPrivate) {
    name: 'end-point-${i}'
    params: {
      name: 'pep-gatehouse-${endPoints[i].name}-${nameSuffix}'
      location: location
      tags: tags
      targetId: endPoints[i].targetId
      service: endPoints[i].service
      subnetId: network!.outputs.endPointSubnetId
      zoneId: network!.outputs.zoneIds[endPoints[i].service]
    }
  }
]

@description('What the apps and the alerts have to know of all this.')
output facts coreFacts = {
  runtimeStorageName: hostStorage[0].outputs.name
  runtimePackageUrl: hostStorage[0].outputs.packageContainerUrl
  offboardingStorageName: hostStorage[1].outputs.name
  offboardingPackageUrl: hostStorage[1].outputs.packageContainerUrl
  tablesUrl: stateStorage.outputs.tablesUrl
  blobsUrl: stateStorage.outputs.blobsUrl
  busHostName: bus.outputs.fullyQualifiedNamespace
  namespaceName: bus.outputs.name
  namespaceId: bus.outputs.id
  schedulerName: usesScheduler ? scheduler!.outputs.name : ''
  insightsName: monitoring.outputs.insightsName
  workspaceId: monitoring.outputs.workspaceId
  vaultName: vault.outputs.name
  vaultUri: vault.outputs.uri
  runtimeSubnetId: isPrivate ? network!.outputs.runtimeSubnetId : ''
  offboardingSubnetId: isPrivate ? network!.outputs.offboardingSubnetId : ''
}

// What Gatehouse knows: its tables, and the container that keeps the head of the audit chain where nobody rewrites it.

@description('Ends every name of this deployment.')
param nameSuffix string

@description('Region.')
param location string

@description('Tags on every resource.')
param tags object

@description('Object ids of the identities that read and write the state.')
param principalIds string[]

@description('Whether the account is reached by private end points only.')
param isPrivate bool

@description('Days an audit head cannot be changed or deleted.')
@minValue(1)
@maxValue(3650)
param auditRetentionDays int

@description('Replication of the account.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string

var tables = [
  'gatehouseSubjects'
  'gatehousePartners'
  'gatehouseLedger'
  'gatehouseFailures'
  'gatehouseHosts'
  'gatehouseInvitedGuests'
  'gatehouseMemberOutbox'
  'gatehouseNotices'
  'gatehouseSightings'
  'gatehouseCursors'
  'gatehouseIdempotencyKeys'
  'gatehouseSubscriptions'
  'gatehousePlans'
  'gatehousePseudonyms'
  'gatehouseAudit'
  'gatehouseOrders'
  'gatehousePartnerStages'
]
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: take('ststate${nameSuffix}', 24)
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: storageSku }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: isPrivate ? 'Deny' : 'Allow', bypass: 'None' }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 30 }
      containerDeleteRetentionPolicy: { enabled: true, days: 30 }
    }

    resource documents 'containers' = {
      name: 'documents'
    }

    resource auditHeads 'containers' = {
      name: 'audit-heads'

      // Made unlocked: locking is for ever and therefore a person's step (docs/operating.md, "Locking the audit container").
      resource immutability 'immutabilityPolicies' = {
        name: 'default'
        properties: {
          immutabilityPeriodSinceCreationInDays: auditRetentionDays
          allowProtectedAppendWrites: false
        }
      }
    }
  }

  resource tableService 'tableServices' = {
    name: 'default'

    @batchSize(3)
    resource table 'tables' = [
      for name in tables: {
        name: name
      }
    ]
  }
}

// On the account, not on each table: the app makes a table that a newer release brings (docs/permissions.md).
resource tableAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in principalIds: {
    name: guid(account.id, principalId, tableDataContributor)
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataContributor)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource documentAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in principalIds: {
    name: guid(account::blobs::documents.id, principalId, blobDataContributor)
    scope: account::blobs::documents
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource auditAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in principalIds: {
    name: guid(account::blobs::auditHeads.id, principalId, blobDataContributor)
    scope: account::blobs::auditHeads
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

@description('Name of the account.')
output name string = account.name

@description('Resource id of the account.')
output id string = account.id

@description('Where the tables are, for GATEHOUSE_TABLES_URL.')
output tablesUrl string = account.properties.primaryEndpoints.table

@description('Where the blobs are, for GATEHOUSE_BLOBS_URL.')
output blobsUrl string = account.properties.primaryEndpoints.blob

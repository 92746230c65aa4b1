// What one Function App's host keeps for itself: its package, its leases and, on the Azure Storage back end, its task
// hub. One account for each part: whoever can write an app's package can act as that app.
import { partName } from 'types.bicep'

@description('Part whose host uses the account.')
param part partName

@description('Ends every name of this deployment.')
param nameSuffix string

@description('Region.')
param location string

@description('Tags on every resource.')
param tags object

@description('Object id of the part’s identity.')
param principalId string

@description('Whether the task hub is in this account; queues and tables are opened to the identity only then.')
param holdsTaskHub bool

@description('Whether the account is reached by private end points only.')
param isPrivate bool

@description('Replication of the account.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string

var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var hostRoles = concat([blobDataOwner], holdsTaskHub ? [queueDataContributor, tableDataContributor] : [])

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: take('st${part == 'runtime' ? 'run' : 'off'}${nameSuffix}', 24)
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

    resource package 'containers' = {
      name: 'package'
    }
  }
}

resource hostAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in hostRoles: {
    name: guid(account.id, principalId, role)
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

@description('Name of the account.')
output name string = account.name

@description('Resource id of the account.')
output id string = account.id

@description('Container that takes the deployed package.')
output packageContainerUrl string = '${account.properties.primaryEndpoints.blob}${account::blobs::package.name}'

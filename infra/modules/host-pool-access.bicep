// What the identities may do to the host pools of one resource group. A role of our own: the built-in ones may do more
// than the product asks for.
import { desktopAccess } from 'types.bicep'

@description('Host pools in this resource group.')
param hostPools string[]

@description('Object ids of the identities.')
param principalIds string[]

@description('Whether hosts may be assigned, or only looked at.')
param access desktopAccess

@description('Ends every name of this deployment.')
param nameSuffix string

var readActions = [
  'Microsoft.DesktopVirtualization/hostPools/read'
  'Microsoft.DesktopVirtualization/hostPools/sessionHosts/read'
]
var operateActions = ['Microsoft.DesktopVirtualization/hostPools/sessionHosts/write']

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, nameSuffix, 'gatehouse-host-pools')
  properties: {
    roleName: 'Gatehouse host pools ${take(uniqueString(resourceGroup().id, nameSuffix), 6)}'
    description: access == 'observe' ? 'Reads host pools and their session hosts.' : 'Reads host pools and assigns their session hosts.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      { actions: access == 'observe' ? readActions : concat(readActions, operateActions) }
    ]
  }
}

resource pool 'Microsoft.DesktopVirtualization/hostPools@2024-04-03' existing = [
  for name in hostPools: {
    name: name
  }
]

// One assignment for each pool and identity.
resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, length(hostPools) * length(principalIds)): {
    name: guid(pool[i / length(principalIds)].id, principalIds[i % length(principalIds)], role.id)
    scope: pool[i / length(principalIds)]
    properties: {
      roleDefinitionId: role.id
      principalId: principalIds[i % length(principalIds)]
      principalType: 'ServicePrincipal'
    }
  }
]

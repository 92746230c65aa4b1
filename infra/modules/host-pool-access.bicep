// What the runtime identity may do to the host pools of one resource group. A role of our own: the built-in ones may do more
// than the product asks for.
import { desktopAccess } from 'types.bicep'

@description('Host pools in this resource group.')
param hostPools string[]

@description('Object id of the runtime identity.')
param principalId string

@description('Whether hosts may be assigned, or only looked at.')
param access desktopAccess

@description('Ends every name of this deployment.')
param nameSuffix string

var readActions = [
  'Microsoft.DesktopVirtualization/hostPools/read'
  'Microsoft.DesktopVirtualization/hostPools/sessionHosts/read'
  'Microsoft.DesktopVirtualization/hostPools/sessionHosts/userSessions/read'
]
var operateActions = [
  'Microsoft.DesktopVirtualization/hostPools/sessionHosts/write'
  'Microsoft.DesktopVirtualization/hostPools/sessionHosts/userSessions/delete'
]

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, nameSuffix, 'gatehouse-host-pools')
  properties: {
    roleName: 'Gatehouse host pools ${take(uniqueString(resourceGroup().id, nameSuffix), 6)}'
    description: access == 'observe' ? 'Reads host pools, their session hosts and sessions.' : 'Reads host pools, assigns their session hosts and ends sessions.'
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

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, i) in hostPools: {
    name: guid(pool[i].id, principalId, role.id)
    scope: pool[i]
    properties: {
      roleDefinitionId: role.id
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

// Whether a workspace shows the desktops, and what the partner's group may do with them, is said outside the pools.
resource groupRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, nameSuffix, 'gatehouse-desktop-readiness')
  properties: {
    roleName: 'Gatehouse desktop readiness ${take(uniqueString(resourceGroup().id, nameSuffix), 6)}'
    description: 'Reads application groups and who holds which role.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: [
          'Microsoft.DesktopVirtualization/applicationGroups/read'
          'Microsoft.Authorization/roleAssignments/read'
        ]
      }
    ]
  }
}

resource groupGrant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, principalId, groupRole.id)
  properties: {
    roleDefinitionId: groupRole.id
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

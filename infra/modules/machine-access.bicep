// What the runtime identity may do to the machines of one resource group. Run Command acts as SYSTEM on the machine, so
// this is the heaviest Azure right the product has; give desktops a resource group of their own.
import { desktopAccess } from 'types.bicep'

@description('Object id of the identity.')
param principalId string

@description('Whether machines may be started, stopped again and the client installed, or only looked at.')
param access desktopAccess

@description('Ends every name of this deployment.')
param nameSuffix string

var readActions = [
  'Microsoft.Compute/virtualMachines/read'
  'Microsoft.Compute/virtualMachines/instanceView/read'
  'Microsoft.Compute/virtualMachines/runCommands/read'
  'Microsoft.Authorization/roleAssignments/read'
]
var operateActions = [
  'Microsoft.Compute/virtualMachines/start/action'
  'Microsoft.Compute/virtualMachines/restart/action'
  'Microsoft.Compute/virtualMachines/deallocate/action'
  'Microsoft.Compute/virtualMachines/runCommands/write'
  'Microsoft.Compute/virtualMachines/runCommands/delete'
]

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, nameSuffix, 'gatehouse-machines')
  properties: {
    roleName: 'Gatehouse machines ${take(uniqueString(resourceGroup().id, nameSuffix), 6)}'
    description: access == 'observe' ? 'Reads session host machines.' : 'Reads, starts and stops session host machines and runs commands on them.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      { actions: access == 'observe' ? readActions : concat(readActions, operateActions) }
    ]
  }
}

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, principalId, role.id)
  properties: {
    roleDefinitionId: role.id
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// One page over the logs: infra/workbook/gatehouse.workbook.json.

@description('Region.')
param location string

@description('Tags on every resource.')
param tags object

@description('Resource id of the workspace the workbook asks.')
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(workspaceId, 'gatehouse')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Gatehouse'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: loadTextContent('../workbook/gatehouse.workbook.json')
  }
}

@description('Resource id of the workbook.')
output id string = workbook.id

// Who is told of what: action group, alerts, workbook.

@description('Ends every name of this deployment.')
param nameSuffix string

@description('Region.')
param location string

@description('Tags on every resource.')
param tags object

@description('Resource id of the Service Bus namespace.')
param namespaceId string

@description('Resource id of the workspace.')
param workspaceId string

@description('Name of the runtime Function App.')
param runtimeAppName string

@description('Name of the offboarding Function App.')
param offboardingAppName string

@description('Mail addresses that are told of alerts.')
param alertMailAddresses string[]

@description('Messages waiting in one queue for 15 minutes that are too many.')
param backlogThreshold int

module actionGroup 'action-group.bicep' = if (!empty(alertMailAddresses)) {
  name: 'action-group'
  params: { nameSuffix: nameSuffix, tags: tags, alertMailAddresses: alertMailAddresses }
}

var actionGroupIds = empty(alertMailAddresses) ? [] : [actionGroup!.outputs.id]

module busAlerts 'bus-alerts.bicep' = {
  name: 'bus-alerts'
  params: {
    nameSuffix: nameSuffix
    tags: tags
    namespaceId: namespaceId
    actionGroupIds: actionGroupIds
    backlogThreshold: backlogThreshold
  }
}

module logAlerts 'log-alerts.bicep' = {
  name: 'log-alerts'
  params: {
    nameSuffix: nameSuffix
    location: location
    tags: tags
    workspaceId: workspaceId
    runtimeAppName: runtimeAppName
    offboardingAppName: offboardingAppName
    actionGroupIds: actionGroupIds
  }
}

module workbook 'workbook.bicep' = {
  name: 'workbook'
  params: { location: location, tags: tags, workspaceId: workspaceId }
}

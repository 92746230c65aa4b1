// Where logs and figures go. Local authentication is off: only the two identities can write.

@description('Ends every name of this deployment.')
param nameSuffix string

@description('Region.')
param location string

@description('Tags on every resource.')
param tags object

@description('Object ids of the identities that write telemetry.')
param principalIds string[]

@description('Days logs are kept.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Gigabytes of logs a day at which the workspace stops taking more; -1 for no cap.')
@minValue(-1)
@maxValue(1000)
param dailyCapGb int

var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-gatehouse-${nameSuffix}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyCapGb }
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-gatehouse-${nameSuffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource publish 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in principalIds: {
    name: guid(insights.id, principalId, monitoringMetricsPublisher)
    scope: insights
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

@description('Name of the Application Insights resource.')
output insightsName string = insights.name

@description('Resource id of the Application Insights resource.')
output insightsId string = insights.id

@description('Resource id of the workspace.')
output workspaceId string = workspace.id

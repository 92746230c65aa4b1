// Alerts on the queues. Metric alerts end by themselves when the metric falls, and not before.

@description('Ends every name of this deployment.')
param nameSuffix string

@description('Tags on every resource.')
param tags object

@description('Resource id of the Service Bus namespace.')
param namespaceId string

@description('Resource ids of the action groups that are told.')
param actionGroupIds string[]

@description('Messages waiting in one queue for 15 minutes that are too many.')
@minValue(10)
@maxValue(100000)
param backlogThreshold int

var actions = map(actionGroupIds, id => { actionGroupId: id })
var anyQueue = [{ name: 'EntityName', operator: 'Include', values: ['*'] }]

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-gatehouse-dead-letters-${nameSuffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'A queue holds dead letters that nobody turned into a failure. See docs/operating.md, "Dead letters".'
    severity: 1
    enabled: true
    scopes: [namespaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    autoMitigate: true
    actions: actions
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead letters'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'DeadletteredMessages'
          dimensions: anyQueue
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
  }
}

resource backlog 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-gatehouse-backlog-${nameSuffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Messages wait in a queue for 15 minutes: guests wait with them. See docs/operating.md, "Backlog".'
    severity: 2
    enabled: true
    scopes: [namespaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    actions: actions
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'waiting messages'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'ActiveMessages'
          dimensions: anyQueue
          timeAggregation: 'Minimum'
          operator: 'GreaterThan'
          threshold: backlogThreshold
        }
      ]
    }
  }
}

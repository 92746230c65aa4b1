// Alerts on what the app's own invocations tell. Each asks the logs again every five minutes and ends when the cause is gone.

@description('Ends every name of this deployment.')
param nameSuffix string

@description('Region.')
param location string

@description('Tags on every resource.')
param tags object

@description('Resource id of the workspace.')
param workspaceId string

@description('Name of the runtime Function App, as telemetry carries it.')
param runtimeAppName string

@description('Name of the offboarding Function App, likewise.')
param offboardingAppName string

@description('Resource ids of the action groups that are told.')
param actionGroupIds string[]

var ofBoth = 'AppRequests | where AppRoleName in~ ("${runtimeAppName}", "${offboardingAppName}")'
var ofRuntime = 'AppRequests | where AppRoleName =~ "${runtimeAppName}"'
// Figures the app says every five minutes, so that an alert lasts as long as its cause. The workspace is this deployment's own.
var rules = [
  {
    name: 'failures-open'
    title: 'Failures are open'
    section: 'Failures are open'
    severity: 2
    window: 'PT15M'
    query: 'AppMetrics | where Name == "gatehouse.open_failures" | summarize arg_max(TimeGenerated, Max) | project Open = Max'
    measure: 'Open'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'sweep-late'
    title: 'A sweep is late'
    section: 'A sweep is late'
    severity: 2
    window: 'PT15M'
    query: 'AppMetrics | where Name == "gatehouse.sweep_lag" | summarize arg_max(TimeGenerated, Max) | project Seconds = Max'
    measure: 'Seconds'
    operator: 'GreaterThan'
    threshold: 1500
  }
  {
    name: 'watch-missing'
    title: 'Nobody looks after stopped runs'
    section: 'Nobody looks after stopped runs'
    severity: 1
    window: 'PT30M'
    // One row even when there was no invocation: an empty answer would say nothing.
    query: '${ofRuntime} and Name == "watchRuns" and Success == true | summarize Invocations = count()'
    measure: 'Invocations'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'order-watch-missing'
    title: 'Nobody looks after removals'
    section: 'Nobody looks after removals'
    severity: 1
    window: 'PT30M'
    query: 'AppRequests | where AppRoleName =~ "${offboardingAppName}" and Name == "watchRuns" and Success == true | summarize Invocations = count()'
    measure: 'Invocations'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'sweep-missing'
    title: 'Nobody sweeps for guests'
    section: 'Nobody sweeps for guests'
    severity: 1
    window: 'PT30M'
    query: '${ofRuntime} and Name == "sweepGuests" and Success == true | summarize Invocations = count()'
    measure: 'Invocations'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'subscriptions-failing'
    title: 'Subscriptions are not renewed'
    section: 'Subscriptions are not renewed'
    severity: 1
    window: 'PT15M'
    // A resource without a subscription is an error in the log, not a failed invocation.
    query: 'union (${ofRuntime} and Name == "renewSubscriptions" and Success == false), (AppTraces | where AppRoleName =~ "${runtimeAppName}" and OperationName == "renewSubscriptions" and SeverityLevel >= 3) | summarize Failed = count()'
    measure: 'Failed'
    operator: 'GreaterThan'
    threshold: 1
  }
  {
    name: 'webhook-slow'
    title: 'Graph waits too long for the webhook'
    section: 'Slow webhook'
    severity: 2
    window: 'PT15M'
    query: '${ofRuntime} and Name in ("graphNotifications", "graphLifecycle") and DurationMs > 3000 | summarize Slow = count()'
    measure: 'Slow'
    operator: 'GreaterThan'
    threshold: 3
  }
  {
    name: 'invocations-failing'
    title: 'Functions throw'
    section: 'Functions throw'
    severity: 2
    window: 'PT15M'
    query: '${ofBoth} and Success == false and Name != "renewSubscriptions" | summarize Failed = count()'
    measure: 'Failed'
    operator: 'GreaterThan'
    threshold: 5
  }
]

resource rule 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for item in rules: {
    name: 'alert-gatehouse-${item.name}-${nameSuffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Gatehouse: ${item.title}'
      description: 'See docs/operating.md, "${item.section}".'
      severity: item.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: item.window
      autoMitigate: true
      actions: { actionGroups: actionGroupIds }
      criteria: {
        allOf: [
          {
            query: item.query
            metricMeasureColumn: item.measure
            timeAggregation: 'Maximum'
            operator: item.operator
            threshold: item.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
    }
  }
]

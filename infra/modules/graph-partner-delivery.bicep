// Delivers what an existing partner topic hears into the queue of hints, by the topic's own identity: the namespace takes
// no keys. UNVERIFIED: never tried against a real tenant.

@description('Partner topic that Graph made in this resource group; its system-assigned identity must be on.')
param partnerTopicName string

@description('Object id of the topic’s identity.')
param topicPrincipalId string

@description('Service Bus namespace of this deployment.')
param namespaceName string

@description('Queue that takes the events.')
param queueName string

var sender = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'

resource topic 'Microsoft.EventGrid/partnerTopics@2025-02-15' existing = {
  name: partnerTopicName
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = {
  name: '${namespaceName}/${queueName}'
}

resource send 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(queue.id, topicPrincipalId, sender)
  scope: queue
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', sender)
    principalId: topicPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource delivery 'Microsoft.EventGrid/partnerTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'gatehouse-hints'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    deliveryWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      destination: { endpointType: 'ServiceBusQueue', properties: { resourceId: queue.id } }
    }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 60 }
  }
  dependsOn: [send]
}

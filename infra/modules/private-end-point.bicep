// One private end point, entered in its DNS zone.

@description('Name of the end point.')
param name string

@description('Region.')
param location string

@description('Tags on every resource.')
param tags object

@description('Resource that is reached.')
param targetId string

@description('Which of the resource’s services: blob, queue, table, namespace or vault.')
@allowed(['blob', 'queue', 'table', 'namespace', 'vault'])
param service string

@description('Subnet the end point is in.')
param subnetId string

@description('DNS zone it is entered in.')
param zoneId string

resource endPoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      { name: service, properties: { privateLinkServiceId: targetId, groupIds: [service] } }
    ]
  }

  resource dns 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: service, properties: { privateDnsZoneId: zoneId } }]
    }
  }
}

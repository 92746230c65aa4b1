// Network for private end points: one subnet for each app's outgoing traffic, one for the end points.

@description('Ends every name of this deployment.')
param nameSuffix string

@description('Region.')
param location string

@description('Tags on every resource.')
param tags object

@description('Address space of the network, at least a /24.')
param addressPrefix string

var appDelegation = [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
var zoneNames = [
  'privatelink.blob.${environment().suffixes.storage}'
  'privatelink.queue.${environment().suffixes.storage}'
  'privatelink.table.${environment().suffixes.storage}'
  'privatelink.servicebus.windows.net'
  'privatelink.vaultcore.azure.net'
]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-gatehouse-${nameSuffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      { name: 'runtime', properties: { addressPrefix: cidrSubnet(addressPrefix, 26, 0), delegations: appDelegation } }
      { name: 'offboarding', properties: { addressPrefix: cidrSubnet(addressPrefix, 26, 1), delegations: appDelegation } }
      { name: 'end-points', properties: { addressPrefix: cidrSubnet(addressPrefix, 26, 2) } }
    ]
  }

  resource runtimeSubnet 'subnets' existing = { name: 'runtime' }
  resource offboardingSubnet 'subnets' existing = { name: 'offboarding' }
  resource endPointSubnet 'subnets' existing = { name: 'end-points' }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for name in zoneNames: {
    name: name
    location: 'global'
    tags: tags
  }
]

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (name, i) in zoneNames: {
    parent: zone[i]
    name: 'gatehouse'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]

@description('Subnet of the runtime app.')
output runtimeSubnetId string = network::runtimeSubnet.id

@description('Subnet of the offboarding app.')
output offboardingSubnetId string = network::offboardingSubnet.id

@description('Subnet of the end points.')
output endPointSubnetId string = network::endPointSubnet.id

@description('Private DNS zones by what they serve.')
output zoneIds object = {
  blob: zone[0].id
  queue: zone[1].id
  table: zone[2].id
  namespace: zone[3].id
  vault: zone[4].id
}

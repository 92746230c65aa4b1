// The managed identity of one part. Nothing else holds power in its name: no secret, no certificate.
import { partIdentity, partName } from 'types.bicep'

@description('Part that acts by this identity.')
param part partName

@description('Ends every name of this deployment.')
param nameSuffix string

@description('Region.')
param location string

@description('Tags on every resource.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-gatehouse-${part}-${nameSuffix}'
  location: location
  tags: tags
}

@description('The identity, as role assignments and apps need it. As one object: a module’s outputs cannot be handed on whole.')
output facts partIdentity = {
  id: identity.id
  principalId: identity.properties.principalId
  clientId: identity.properties.clientId
}

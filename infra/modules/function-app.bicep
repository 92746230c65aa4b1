// One part of the product: a Flex Consumption plan and a Function App that runs the package as that part.
import { partIdentity, partName } from 'types.bicep'

@description('Part this app runs.')
param part partName

@description('Ends every name of this deployment.')
param nameSuffix string

@description('Region.')
param location string

@description('Tags on every resource.')
param tags object

@description('Identity the app acts by.')
param identity partIdentity

@description('Storage account of this app’s host.')
param hostStorageName string

@description('Container the package is deployed to.')
param packageContainerUrl string

@description('Application Insights resource of this deployment.')
param insightsName string

@description('The product’s own settings, GATEHOUSE_*, but for those this module knows itself.')
param productSettings object

@description('Settings of the durable back end.')
param durableSettings object

@description('Address of the Key Vault secret with the subscriptions’ secret.')
param clientStateUri string

@description('Most instances the app may scale out to.')
@minValue(40)
@maxValue(1000)
param maximumInstances int

@description('Instances kept warm for HTTP and for durable functions; 0 lets both go cold.')
@minValue(0)
@maxValue(10)
param alwaysReadyInstances int

@description('Subnet for outgoing traffic; empty for none.')
param subnetId string

var alwaysReady = [
  { name: 'http', instanceCount: alwaysReadyInstances }
  { name: 'durable', instanceCount: alwaysReadyInstances }
]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-gatehouse-${part}-${nameSuffix}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2024-04-01' = {
  name: 'func-gatehouse-${part}-${nameSuffix}'
  location: location
  tags: union(tags, { 'azd-service-name': part })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: { minTlsVersion: '1.2', http20Enabled: true }
    functionAppConfig: {
      runtime: { name: 'node', version: '22' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances == 0 ? [] : alwaysReady
      }
    }
  }

  // Nobody deploys or reads logs by a password.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      {
        AzureWebJobsStorage__accountName: hostStorageName
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.clientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
        // The exporter of figures would tell its maker about itself.
        APPLICATION_INSIGHTS_NO_STATSBEAT: 'true'
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
        AZURE_CLIENT_ID: identity.clientId
        AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
        GATEHOUSE_PART: part
        GATEHOUSE_PUBLIC_URL: 'https://${site.properties.defaultHostName}'
        GATEHOUSE_CLIENT_STATE: '@Microsoft.KeyVault(SecretUri=${clientStateUri})'
        GATEHOUSE_BUS__credential: 'managedidentity'
        GATEHOUSE_BUS__clientId: identity.clientId
      },
      durableSettings,
      productSettings
    )
  }
}

@description('Name of the Function App.')
output name string = site.name

@description('Resource id of the Function App.')
output id string = site.id

@description('Address of the Function App.')
output url string = 'https://${site.properties.defaultHostName}'

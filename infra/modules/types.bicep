@export()
@description('Part of the product; each part is a process with an identity of its own.')
type partName = 'runtime' | 'offboarding'

@export()
@description('What the runtime and offboarding identities may do to desktops: read only, or also assign hosts, start machines and install the client.')
type desktopAccess = 'observe' | 'operate'

@export()
@description('A resource group with desktops: its host pools, and whether the machines behind them are in it too.')
type desktopScope = {
  @description('Subscription of the resource group.')
  @minLength(36)
  @maxLength(36)
  subscriptionId: string

  @description('Resource group, by name.')
  @minLength(1)
  @maxLength(90)
  resourceGroup: string

  @description('Names of the personal host pools in it.')
  hostPools: string[]

  @description('Whether session host machines live in this resource group. Rights on machines are given on the whole group.')
  hasMachines: bool
}

@export()
@description('An identity as role assignments and apps need it.')
type partIdentity = {
  @description('Resource id of the managed identity.')
  id: string

  @description('Object id of its service principal.')
  principalId: string

  @description('Application id, as tokens carry it.')
  clientId: string
}

@export()
@description('What the apps and the alerts have to know of all this.')
type coreFacts = {
  runtimeStorageName: string
  runtimePackageUrl: string
  offboardingStorageName: string
  offboardingPackageUrl: string
  tablesUrl: string
  blobsUrl: string
  busHostName: string
  namespaceName: string
  namespaceId: string
  schedulerName: string
  insightsName: string
  workspaceId: string
  vaultName: string
  vaultUri: string
  runtimeSubnetId: string
  offboardingSubnetId: string
}

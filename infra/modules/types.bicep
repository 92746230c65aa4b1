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

@export()
@description('How people are told of guests. What is left out has its default; without a mailbox and a webhook nobody is told.')
type noticeSettings = {
  @description('Object id of the user whose mailbox sends. Exchange must let the runtime identity use it: docs/permissions.md.')
  mailbox: string?

  @description('Domain of this tenant, which guests type to sign in. Needed with a mailbox.')
  domain: string?

  @description('Name of the secret in the vault that holds the webhook’s address.')
  webhookSecret: string?

  @description('What is posted to the webhook: JSON of our own, or a message for a workflow of Teams.')
  webhookFormat: 'json' | 'teams'?

  @description('Object ids of the users who are told of an emergency cut, separated by commas.')
  approvers: string?

  @description('Hours from one digest of a sponsor to the next.')
  @minValue(1)
  @maxValue(168)
  digestHours: int?

  @description('Hours after which a notice that still waits is an alarm.')
  @minValue(1)
  @maxValue(72)
  alertHours: int?

  @description('Language for whoever has none that the texts have.')
  language: string?
}

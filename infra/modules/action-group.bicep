// Who is told. Addresses of people belong to the action group alone.

@description('Ends every name of this deployment.')
param nameSuffix string

@description('Tags on every resource.')
param tags object

@description('Mail addresses that are told of alerts.')
param alertMailAddresses string[]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-gatehouse-${nameSuffix}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'gatehouse'
    enabled: true
    emailReceivers: [
      for (address, i) in alertMailAddresses: {
        name: 'receiver-${i}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

@description('Resource id of the action group.')
output id string = group.id

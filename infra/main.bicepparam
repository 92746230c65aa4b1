// Values of a deployment by azd; each comes from the azd environment (`azd env set NAME value`). No value is a secret.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'production')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param vaultOfficerPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param apiAudience = readEnvironmentVariable('GATEHOUSE_API_AUDIENCE', 'api://gatehouse')
param blockedGroupId = readEnvironmentVariable('GATEHOUSE_BLOCKED_GROUP', '')
param excludedGroupId = readEnvironmentVariable('GATEHOUSE_EXCLUDED_GROUP', '')
param excludedIds = readEnvironmentVariable('GATEHOUSE_EXCLUDED_IDS', '')
// JSON: {"mailbox":"<object id>","domain":"woodgrove.com","webhookSecret":"notices-webhook","approvers":"<object id>"}
param notices = json(readEnvironmentVariable('GATEHOUSE_NOTICES', '{}'))
param retention = readEnvironmentVariable('GATEHOUSE_RETENTION', '')
param access = readEnvironmentVariable('GATEHOUSE_ACCESS', 'observe')
param durableBackEnd = readEnvironmentVariable('GATEHOUSE_DURABLE_BACK_END', 'azure-storage')
param alwaysReadyInstances = int(readEnvironmentVariable('GATEHOUSE_ALWAYS_READY', '1'))
param privateNetwork = bool(readEnvironmentVariable('GATEHOUSE_PRIVATE_NETWORK', 'false'))

// JSON: [{"subscriptionId":"...","resourceGroup":"rg-desktops","hostPools":["hp-contoso"],"hasMachines":true}]
param desktops = json(readEnvironmentVariable('GATEHOUSE_DESKTOPS', '[]'))

// JSON: ["desktops-on-call@example.com"]
param alertMailAddresses = json(readEnvironmentVariable('GATEHOUSE_ALERT_MAIL', '[]'))

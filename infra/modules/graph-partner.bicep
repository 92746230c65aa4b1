// Lets Microsoft Graph make a partner topic in this resource group. The topic itself is made by Graph when a subscription
// names it; what it delivers is connected by graph-partner-delivery.bicep.
// UNVERIFIED: never tried against a real tenant. The registration id is the one Microsoft's page on Graph partner events
// gives for "Microsoft Graph API".

@description('Tags on every resource.')
param tags object

@description('Last day of the authorisation, as a date and time.')
param authorizedUntil string

resource authorisation 'Microsoft.EventGrid/partnerConfigurations@2025-02-15' = {
  name: 'default'
  location: 'global'
  tags: tags
  properties: {
    partnerAuthorization: {
      defaultMaximumExpirationTimeInDays: 365
      authorizedPartnersList: [
        {
          partnerName: 'MicrosoftGraphAPI'
          partnerRegistrationImmutableId: 'c02e0126-707c-436d-b6a1-175d2748fb58'
          authorizationExpirationTimeInUtc: authorizedUntil
        }
      ]
    }
  }
}

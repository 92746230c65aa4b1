import { z } from 'zod';

const guid = z.guid().transform((id) => id.toLowerCase());
const name = z.string().min(1);

export const tenantSection = z.strictObject({
  id: guid.optional(),
  displayName: z.string(),
  initialDomain: z.string().describe('e.g. woodgrove.onmicrosoft.com'),
  verifiedDomains: z.array(z.string()).default([]),
  countryLetterCode: z.string().default('DE'),
  allowInvitesFrom: z
    .enum(['none', 'adminsAndGuestInviters', 'adminsGuestInvitersAndAllMembers', 'everyone'])
    .default('everyone'),
});

const appRoleHeld = z.strictObject({ app: name, role: z.string().describe('value of the app role') });

export const userSection = z.strictObject({
  name,
  id: guid.optional(),
  displayName: z.string().optional(),
  userPrincipalName: z.string(),
  mail: z.string().optional(),
  accountEnabled: z.boolean().default(true),
  usageLocation: z.string().optional(),
  directoryRoles: z.array(z.string()).default([]),
  appRoles: z.array(appRoleHeld).default([]),
  azureRoles: z.array(z.strictObject({ role: z.string(), scope: z.string() })).default([]),
});

export const appSection = z.strictObject({
  name,
  id: guid.optional().describe('object id of the service principal'),
  appId: guid.optional().describe('client id'),
  displayName: z.string().optional(),
  kind: z.enum(['managed-identity', 'application']),
  secret: z.string().optional().describe('client secret, for applications'),
  identifierUris: z.array(z.string()).default([]),
  roles: z
    .array(
      z.strictObject({
        id: guid.optional(),
        value: z.string(),
        displayName: z.string().optional(),
        members: z.array(z.enum(['User', 'Application'])).default(['User', 'Application']),
      }),
    )
    .default([])
    .describe('app roles that this application offers'),
  appRoles: z.array(appRoleHeld).default([]).describe('app roles that this application holds elsewhere'),
  actsAs: z
    .array(z.string())
    .default([])
    .describe('applications whose permissions and Azure roles it holds too'),
  graphPermissions: z.array(z.string()).default([]),
  delegatedPermissions: z.array(z.string()).default([]),
  azureRoles: z.array(z.strictObject({ role: z.string(), scope: z.string() })).default([]),
  remoteDesktopProtocolEnabled: z.boolean().optional(),
});

export const groupSection = z.strictObject({
  name,
  id: guid.optional(),
  displayName: z.string().optional(),
  description: z.string().optional(),
  uniqueName: z.string().optional(),
  mailNickname: z.string().optional(),
  membershipRule: z.string().optional().describe('makes the group dynamic; members are then read only'),
  nestingAllowed: z.boolean().default(true),
  assignableToRole: z.boolean().default(false),
  mailEnabled: z.boolean().default(false),
  synchronised: z.boolean().default(false).describe('owned by an on-premises directory'),
  packageManaged: z.boolean().default(false).describe('membership is given out by access packages'),
  members: z.array(name).default([]).describe('users, guests, groups or apps by name'),
});

export const identityProvider = z.enum([
  'ExternalAzureAD',
  'MicrosoftAccount',
  'google.com',
  'facebook.com',
  'mail',
  'saml',
]);

const guestSection = z.strictObject({
  name,
  id: guid.optional(),
  mail: z.email(),
  displayName: z.string().optional(),
  userType: z.enum(['Guest', 'Member']).default('Guest'),
  state: z.enum(['invited', 'accepted']).default('accepted'),
  provider: identityProvider.default('ExternalAzureAD'),
  accountEnabled: z.boolean().default(true),
  usageLocation: z.string().optional(),
  synchronised: z.boolean().default(false).describe('kept in step by the partner tenant'),
  groups: z.array(name).default([]),
});

export const partnerSection = z.strictObject({
  name,
  tenantId: guid.optional(),
  displayName: z.string(),
  domains: z.array(z.string()).min(1).describe('the first is the default domain'),
  hasTenant: z.boolean().default(true).describe('false: a mail domain without an Entra tenant'),
  crossTenantAccess: z
    .union([
      z.literal('none'),
      z.strictObject({
        inbound: z.enum(['allowed', 'blocked', 'default']),
        trustMfa: z.boolean(),
        trustDevices: z.boolean(),
      }),
    ])
    .default({ inbound: 'allowed', trustMfa: true, trustDevices: false }),
  connectedOrganization: z.enum(['configured', 'proposed', 'none']).default('none'),
  guests: z.array(guestSection).default([]),
  manyGuests: z
    .strictObject({
      count: z.number().int().positive(),
      accepted: z
        .number()
        .int()
        .nonnegative()
        .optional()
        .describe('how many have accepted; all when left out'),
      groups: z.array(name).default([]),
    })
    .optional()
    .describe('guests guest-0001@domain and so on'),
});

/** A role of the tenant's own, beside the built-in ones. */
export const customRoleSection = z.strictObject({
  name,
  id: guid.optional(),
  actions: z.array(z.string()),
  notActions: z.array(z.string()).default([]),
  dataActions: z.array(z.string()).default([]),
});

export type UserSection = z.output<typeof userSection>;
export type AppSection = z.output<typeof appSection>;
export type GroupSection = z.output<typeof groupSection>;
export type PartnerSection = z.output<typeof partnerSection>;
export type GuestSection = z.output<typeof guestSection>;

import { z } from 'zod';

const guid = z.guid().transform((id) => id.toLowerCase());
const name = z.string().min(1);

const skuSection = z.strictObject({
  name,
  id: guid,
  partNumber: z.string(),
  units: z.number().int().nonnegative(),
  cloudPc: z.boolean().default(false).describe('gives the right to a Cloud PC'),
  plans: z.array(z.strictObject({ id: guid, name: z.string() })).default([]),
  groups: z.array(name).default([]).describe('groups that carry the licence'),
});

const provisioningPolicySection = z.strictObject({
  name,
  id: guid.optional(),
  displayName: z.string().optional(),
  imageDisplayName: z.string().default('Windows 11 Enterprise + OS optimizations 25H2'),
  singleSignOn: z.boolean().default(true),
  gracePeriodInHours: z.number().int().nonnegative().default(168),
  osBuild: z.string().default('26200.7019'),
  groups: z.array(name).default([]).describe('groups the policy is assigned to'),
  deviceGroup: name.optional().describe('where new Cloud PCs appear, as in a dynamic device group'),
});

/** Windows 365: what was bought, and who gets a Cloud PC. */
export const windows365Section = z.strictObject({
  licences: z.array(skuSection).default([]),
  provisioningPolicies: z.array(provisioningPolicySection).default([]),
});

const profileSection = z.strictObject({
  name,
  id: guid.optional(),
  type: z.enum(['m365', 'internet', 'private']),
  enabled: z.boolean().default(true),
  custom: z.boolean().default(false),
  priority: z.number().int().optional(),
  servicePrincipal: z.boolean().default(true).describe('false: null, as in the documentation sample'),
  allUsers: z.boolean().default(false),
  groups: z.array(name).default([]).describe('groups the profile is assigned to'),
});

const privateAppSection = z.strictObject({
  name,
  id: guid.optional(),
  displayName: z.string().optional(),
  quickAccess: z.boolean().default(false),
  groups: z.array(name).default([]),
});

/** Global Secure Access: onboarding, traffic profiles and private apps. */
export const networkAccessSection = z.strictObject({
  onboarding: z
    .enum(['offboarded', 'onboardingInProgress', 'onboarded', 'onboardingErrorOccurred'])
    .default('offboarded'),
  profiles: z.array(profileSection).default([]),
  privateApps: z.array(privateAppSection).default([]),
});

const mobileAppSection = z.strictObject({
  name,
  id: guid.optional(),
  displayName: z.string(),
  version: z.string(),
  requiredFor: z.array(name).default([]).describe('groups of devices'),
});

/** Intune: apps, and the device groups that must have them. */
export const intuneSection = z.strictObject({ apps: z.array(mobileAppSection).default([]) });

export type Windows365Section = z.output<typeof windows365Section>;
export type NetworkAccessSection = z.output<typeof networkAccessSection>;
export type IntuneSection = z.output<typeof intuneSection>;

import { z } from 'zod';
import { collection } from '../core/store';

const ids = z.array(z.string()).default([]);

const guests = z
  .object({
    guestOrExternalUserTypes: z.string(),
    externalTenants: z
      .looseObject({ membershipKind: z.enum(['all', 'enumerated']).default('all'), members: ids })
      .nullish(),
  })
  .nullish();

const users = z.strictObject({
  includeUsers: ids,
  excludeUsers: ids,
  includeGroups: ids,
  excludeGroups: ids,
  includeRoles: ids,
  excludeRoles: ids,
  includeGuestsOrExternalUsers: guests,
  excludeGuestsOrExternalUsers: guests,
});

/** Kept as they come; a condition that the simulated sign-in cannot judge is refused at the door. */
export const policyConditions = z.strictObject({
  users,
  applications: z.looseObject({ includeApplications: ids, excludeApplications: ids }),
  clientAppTypes: z.array(z.string()).default(['all']),
  platforms: z.looseObject({ includePlatforms: ids, excludePlatforms: ids }).nullish(),
  locations: z.unknown().optional(),
  devices: z.unknown().optional(),
  signInRiskLevels: ids,
  userRiskLevels: ids,
  servicePrincipalRiskLevels: ids,
  insiderRiskLevels: z.unknown().optional(),
  clientApplications: z.unknown().optional(),
  authenticationFlows: z.unknown().optional(),
});

export const grantControl = z.enum(['block', 'mfa', 'compliantDevice', 'domainJoinedDevice']);

export const grantControls = z
  .looseObject({
    operator: z.enum(['AND', 'OR']).default('OR'),
    builtInControls: z.array(grantControl).default([]),
    customAuthenticationFactors: ids,
    termsOfUse: ids,
  })
  .nullable()
  .default(null);

export const policyState = z.enum(['enabled', 'disabled', 'enabledForReportingButNotEnforced']);

/** A Conditional Access policy (Graph v1.0: conditionalAccessPolicy resource). */
export interface ConditionalAccessPolicy {
  id: string;
  displayName: string;
  state: z.output<typeof policyState>;
  conditions: z.output<typeof policyConditions>;
  grantControls: z.output<typeof grantControls>;
  sessionControls: Record<string, unknown> | null;
  createdDateTime: string;
  modifiedDateTime: string | null;
}

export type GuestCondition = z.output<typeof guests>;
export type GrantControl = z.output<typeof grantControl>;

export const conditionalAccessPolicies = collection<ConditionalAccessPolicy>('conditionalAccessPolicies');

import { z } from 'zod';
import { grantControl, policyState } from '../conditional-access/conditional-access-policy';

const guid = z.guid().transform((id) => id.toLowerCase());
const names = z.array(z.string().min(1)).default([]);

const policySection = z.strictObject({
  name: z.string().min(1),
  id: guid.optional(),
  displayName: z.string().optional(),
  state: policyState.default('enabled'),
  allUsers: z.boolean().default(false),
  allGuests: z.boolean().default(false),
  includeGroups: names,
  excludeGroups: names,
  excludeUsers: names,
  applications: names.describe('application ids, or All'),
  profiles: names.describe('forwarding profiles whose applications are meant too'),
  controls: z.array(grantControl).min(1),
  operator: z.enum(['AND', 'OR']).default('OR'),
});

/** Conditional Access policies by names of groups and users. */
export const conditionalAccessSection = z.strictObject({ policies: z.array(policySection).default([]) });

export type PolicySection = z.output<typeof policySection>;

import { z } from 'zod';
import { azureSection } from './azure-section';
import { conditionalAccessSection } from './conditional-access-section';
import {
  appSection,
  customRoleSection,
  groupSection,
  partnerSection,
  tenantSection,
  userSection,
} from './directory-section';
import { intuneSection, networkAccessSection, windows365Section } from './endpoint-section';

/** A scenario file: what a tenant holds at its first start. Each resource family adds one section. */
export const scenarioSchema = z.strictObject({
  description: z.string().optional(),
  tenant: tenantSection,
  switches: z.record(z.string(), z.union([z.boolean(), z.number(), z.string()])).default({}),
  replicationLagMs: z.number().int().nonnegative().default(0),
  users: z.array(userSection).default([]),
  apps: z.array(appSection).default([]),
  azureRoles: z.array(customRoleSection).default([]).describe('custom Azure roles'),
  groups: z.array(groupSection).default([]),
  partners: z.array(partnerSection).default([]),
  azure: azureSection.prefault({}),
  windows365: windows365Section.prefault({}),
  networkAccess: networkAccessSection.prefault({}),
  intune: intuneSection.prefault({}),
  conditionalAccess: conditionalAccessSection.prefault({}),
});

export type Scenario = z.output<typeof scenarioSchema>;

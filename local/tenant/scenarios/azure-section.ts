import { z } from 'zod';
import { durationsInput } from '../arm/simulated-durations';

const guid = z.guid().transform((id) => id.toLowerCase());
const name = z.string().min(1);

export const hostSection = z.strictObject({
  name,
  vmId: guid.optional(),
  power: z.enum(['running', 'deallocated', 'stopped']).default('running'),
  agentReady: z.boolean().default(true),
  osBuild: z.string().default('26200.7019'),
  editionId: z.string().default('Enterprise').describe('ServerRdsh: multi-session'),
  entraJoined: z.boolean().default(true),
  domainJoined: z.boolean().default(false),
  clientVersion: z.string().optional().describe('left out: the client is not installed'),
  plannedExits: z.array(z.number().int()).default([]).describe('exit codes of the next installer runs'),
  status: z.string().default('Available'),
  allowNewSession: z.boolean().default(true),
  assignedUser: z.string().optional().describe('name of a user'),
  failedChecks: z
    .array(
      z.strictObject({
        name: z.string(),
        message: z.string().default(''),
        errorCode: z.number().default(-1),
      }),
    )
    .default([]),
});

const hostPoolSection = z.strictObject({
  name,
  type: z.enum(['Personal', 'Pooled']).default('Personal'),
  assignment: z.enum(['Direct', 'Automatic']).default('Direct'),
  customRdpProperty: z.string().default('enablerdsaadauth:i:1;'),
  startVMOnConnect: z.boolean().default(true),
  imageSku: z.string().default('win11-25h2-ent'),
  hosts: z.array(hostSection).default([]),
  manyHosts: z
    .strictObject({ count: z.number().int().positive(), prefix: name })
    .optional()
    .describe('healthy hosts prefix-0001 and so on'),
  applicationGroup: name.optional().describe('its desktop application group'),
  workspace: name.optional().describe('the workspace that shows the application group'),
});

const resourceGroupSection = z.strictObject({ name, hostPools: z.array(hostPoolSection).default([]) });

const subscriptionSection = z.strictObject({
  id: guid,
  displayName: z.string(),
  location: z.string().default('westeurope'),
  resourceGroups: z.array(resourceGroupSection).default([]),
});

const roleAssignmentSection = z.strictObject({
  role: z.string().describe('name or GUID of the role'),
  scope: z.string().describe('resource id'),
  group: name.optional(),
  user: name.optional(),
  app: name.optional(),
});

/** What a subscription holds: desktops, the machines below them, and who may what. */
export const azureSection = z.strictObject({
  durations: durationsInput.default({}),
  subscriptions: z.array(subscriptionSection).default([]),
  roleAssignments: z.array(roleAssignmentSection).default([]),
});

export type SubscriptionSection = z.output<typeof subscriptionSection>;
export type HostPoolSection = z.output<typeof hostPoolSection>;
export type HostSection = z.output<typeof hostSection>;
export type RoleAssignmentSection = z.output<typeof roleAssignmentSection>;

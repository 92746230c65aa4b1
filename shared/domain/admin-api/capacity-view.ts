import { z } from 'zod';

const partners = z.array(z.string());

/** One thing that can run out. */
export const capacityLimitSchema = z.object({
  resource: z.enum(['hosts', 'licence', 'role-assignments']),
  name: z.string().meta({ description: 'pools, SKU id or subscription id' }),
  partners: partners.meta({ description: 'whose guests draw on it' }),
  free: z.int().nullable().meta({ description: 'null = could not be read' }),
  needed: z.int().meta({ description: 'for guests who are invited or wait' }),
  rivals: z.int().meta({ description: 'what other partners’ guests need of the same' }),
  left: z.int().nullable().meta({ description: 'free without what is needed by all; below 0 it is short' }),
  verdict: z.enum(['short', 'unknown', 'tight', 'enough']),
  observed: z.string(),
  fix: z.string().nullable(),
});
export type CapacityLimit = z.infer<typeof capacityLimitSchema>;

/** What is there, and for how many more guests it lasts. */
export const capacitySchema = z.object({
  at: z.string(),
  partners: z.array(z.object({ partner: z.string(), invited: z.int(), waiting: z.int() })),
  limits: z.array(capacityLimitSchema).meta({ description: 'what runs out first comes first' }),
  pools: z.array(
    z.object({
      id: z.string(),
      partners,
      clean: z.int(),
      dirty: z.int(),
      leased: z.int(),
      unhealthy: z.int(),
    }),
  ),
  cloudPcs: z.array(
    z.object({
      provisioningPolicy: z.string().nullable(),
      total: z.int(),
      byStatus: z.record(z.string(), z.int()),
    }),
  ),
  groups: z.array(
    z.object({
      group: z.string(),
      partner: z.string(),
      use: z.enum(['access', 'cloud-pc']),
      members: z.int().meta({ description: 'users who are direct members; no limit is known' }),
      nested: z.int().meta({
        description: 'groups and devices among the members: who is in them gets no licence and no app role',
      }),
    }),
  ),
  unread: z.array(z.object({ source: z.string(), why: z.string() })),
});
export type CapacityView = z.infer<typeof capacitySchema>;

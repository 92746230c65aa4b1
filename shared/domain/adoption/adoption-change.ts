import { z } from 'zod';

/**
 * `adopt`: what is there is written down as somebody else's. `take-ownership`: it is ours from now on, and goes with a
 * removal. `undo`: it is forgotten again.
 */
export const ADOPTION_STEPS = ['adopt', 'take-ownership', 'undo'] as const;
export type AdoptionStep = (typeof ADOPTION_STEPS)[number];

/** What a step means for one guest. */
export const adoptedGuestSchema = z.object({
  id: z.string(),
  /** Whether the policy gives a reason for what the guest has: `unexplained` is kept all the same. */
  reason: z.enum(['entitled', 'unexplained']).nullable().meta({ description: 'null = it was not asked' }),
  groups: z.array(z.string()).meta({ description: 'memberships the step is about' }),
  hosts: z.array(z.string()).meta({ description: 'session hosts and Cloud PCs it is about' }),
  isDone: z.boolean().meta({ description: 'it is so already' }),
});
export type AdoptedGuest = z.infer<typeof adoptedGuestSchema>;

const roleSchema = z.object({ scope: z.string(), roleId: z.string() });

/** A step of an adoption: shown first, then taken by its hash. Ids only; nothing of the tenant changes by it. */
export const adoptionChangeSchema = z.object({
  step: z.enum(ADOPTION_STEPS),
  partner: z.string(),
  group: z.string().nullable(),
  kind: z.enum(['access-group', 'cloud-pc-group']).nullable(),
  guests: z.array(adoptedGuestSchema),
  left: z
    .array(z.object({ id: z.string(), because: z.string() }))
    .meta({ description: 'members and hosts that the step leaves alone, and why' }),
  nestedOnly: z
    .array(z.string())
    .meta({ description: 'users in a group inside the group: neither roles nor licences reach them' }),
  others: z.int().meta({ description: 'direct members that are no users' }),
  roles: z
    .array(roleSchema)
    .nullable()
    .meta({ description: 'Azure roles of the group, under whatever name; null = they may not be read' }),
  hash: z.string(),
});
export type AdoptionChange = z.infer<typeof adoptionChangeSchema>;
export type HeldRole = z.infer<typeof roleSchema>;

/** Name of the cursor that holds what was adopted for a partner beside guests and hosts. */
export const adoptionCursor = (partner: string): string => `adoption-${partner}`;

/** `detail` of that cursor. */
export const adoptionRecordSchema = z.object({
  groups: z.array(
    z.object({
      group: z.string(),
      kind: z.enum(['access-group', 'cloud-pc-group']),
      at: z.string(),
      roles: z.array(roleSchema.extend({ owner: z.literal('adopted') })),
    }),
  ),
});
export type AdoptionRecord = z.infer<typeof adoptionRecordSchema>;

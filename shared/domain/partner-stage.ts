import { z } from 'zod';

/**
 * How far a partner's offboarding is. `open`: it is none. `cut`: nobody gets in, nothing is removed. `removing`: the
 * guests of an approved plan are removed. `removed`: all of them were.
 */
export const PARTNER_STAGES = ['open', 'cut', 'removing', 'removed'] as const;
export type PartnerStageName = (typeof PARTNER_STAGES)[number];

/** How a partner is kept out. `group`: its access group is a member of the blocked group. `guests`: each guest is. */
const CUT_WAYS = ['group', 'guests'] as const;

const cutSchema = z.object({
  askedAt: z.iso.datetime(),
  /** Object id of who asked; `service` where a partner event did. */
  who: z.string(),
  reason: z.string(),
  ticket: z.string().nullable(),
  isEmergency: z.boolean(),
  /** An emergency cut that nobody confirmed by then is undone; null = no limit. */
  confirmBy: z.iso.datetime().nullable(),
  /** When it was read back that nobody can sign in; null = not yet. */
  at: z.iso.datetime().nullable(),
  by: z.enum(CUT_WAYS).nullable(),
  /** Why that way; null = not decided. */
  because: z.string().nullable(),
  /** Name of the document that lists whom the cut itself put into the blocked group; null = nobody. */
  guests: z.string().nullable(),
});
export type PartnerCut = z.infer<typeof cutSchema>;

/** What the looks for sessions found after the cut. */
const drainSchema = z.object({
  looks: z.int(),
  /** Looks in a row that found no session. */
  quietLooks: z.int(),
  lastLookAt: z.iso.datetime(),
  sessionsEnded: z.int(),
  /** When it was certain that the last session had ended; null = not yet. */
  endedAt: z.iso.datetime().nullable(),
});
export type PartnerDrain = z.infer<typeof drainSchema>;

/** One negative check after the removal: what must not be there any more. */
const confirmationSchema = z.object({
  at: z.iso.datetime(),
  checks: z.array(z.object({ check: z.string(), isGood: z.boolean().nullable(), observed: z.string() })),
});
export type Confirmation = z.infer<typeof confirmationSchema>;

/** What we hold about a partner's offboarding. */
export const partnerStageSchema = z.object({
  partner: z.string(),
  stage: z.enum(PARTNER_STAGES),
  /** The cut asked for or made. In stage `open`: it is being taken back. */
  cut: cutSchema.nullable(),
  drain: drainSchema.nullable().default(null),
  /** The approved plan that is run; null = none. Whom it names, the plans say: nobody else is removed. */
  plan: z.object({ id: z.string(), hash: z.string(), endsGrace: z.boolean().optional() }).nullable(),
  /** When the removal was over; the negative checks count from here. */
  removedAt: z.iso.datetime().nullable().default(null),
  confirmations: z.array(confirmationSchema).default([]),
});
export type PartnerStage = z.infer<typeof partnerStageSchema>;

/** The stage of a partner nobody has begun to offboard. Pure. */
export const openStage = (partner: string): PartnerStage => ({
  partner,
  stage: 'open',
  cut: null,
  drain: null,
  plan: null,
  removedAt: null,
  confirmations: [],
});

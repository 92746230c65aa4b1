import { z } from 'zod';

/**
 * How far a partner's offboarding is. `open`: it is none. `cut`: nobody gets in, nothing is removed. `removing`: the
 * guests of an approved plan are removed. `removed`: all of them were.
 */
export const PARTNER_STAGES = ['open', 'cut', 'removing', 'removed'] as const;
export type PartnerStageName = (typeof PARTNER_STAGES)[number];

/** What we hold about a partner's offboarding. */
export const partnerStageSchema = z.object({
  partner: z.string(),
  stage: z.enum(PARTNER_STAGES),
  /** How the cut was made: which is undone by `uncut`. */
  cut: z
    .object({
      at: z.iso.datetime(),
      /** `group`: the access group is a member of the blocked group. `guests`: each guest is. */
      by: z.enum(['group', 'guests']),
      who: z.string(),
      isEmergency: z.boolean(),
      /** An emergency cut nobody confirmed by then is undone; null = no limit. */
      confirmBy: z.iso.datetime().nullable(),
    })
    .nullable(),
  /** The approved plan that is run; null = none. Whom it names, the plans say: nobody else is removed. */
  plan: z.object({ id: z.string(), hash: z.string() }).nullable(),
});
export type PartnerStage = z.infer<typeof partnerStageSchema>;

/** The stage of a partner nobody has begun to offboard. Pure. */
export const openStage = (partner: string): PartnerStage => ({
  partner,
  stage: 'open',
  cut: null,
  plan: null,
});

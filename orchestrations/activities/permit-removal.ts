import { drawRemoval, dailyRemovalCap, removalsDrawnSchema } from '../../shared/domain/removal-cap';
import type { GuestId, PartnerId } from '../../shared/domain/ids';
import { done, later, refused, type Outcome } from '../../shared/domain/outcome';
import type { Cursors } from '../../shared/state/cursors';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Partners } from '../../shared/state/partners';
import type { Plans } from '../../shared/state/plans';
import type { Subjects } from '../../shared/state/subjects';
import type { Act } from './activity';
import { approvedReplayOf } from './approved-replay';
import { countGuests } from './count-guests';
import type { WritePermit } from './write-permit';

interface Deps {
  cursors: Cursors;
  partners: Partners;
  plans: Plans;
  stages: PartnerStages;
  subjects: Subjects;
  permit: WritePermit;
  now: () => Date;
}

/** Two runs drew at the same moment; the loser draws again. */
const DRAW_AGAIN_SECONDS = 1;
/** Without a policy there is no figure of the partner's own. */
const DEFAULT_CAPS = { caps: { removalsPerDay: 5, removalsPercentPerDay: 2 } };

/**
 * May this guest's access be taken away by itself? Yes where an approved plan that runs names it, or where its
 * account is gone already, so that nothing is lost; else only within the day's cap of its partner, or where an approved
 * replay removes it. A guest that was drawn once today draws nothing more, so a repeat costs nothing.
 */
export const permitRemoval =
  (deps: Deps): Act<'permitRemoval'> =>
  async ({ guest, partner, because }) => {
    const plan = await planThatNames(deps, partner, guest);
    const isNamed = plan !== undefined || because === 'no-partner';
    const ban = await deps.permit(partner, guest, { isPlanned: isNamed });
    if (ban) return ban;
    if (plan !== undefined) return done({ plan: plan.id, endsGrace: plan.endsGrace ?? false });
    return because === 'left-directory' ? done({ plan: null }) : draw(deps, partner, guest);
  };

/** The partner's plan that runs, if it names the guest. */
async function planThatNames({ stages, plans }: Deps, partner: string, guest: string) {
  const stage = (await stages.read(partner))?.value;
  if (stage === undefined || stage.plan === null) return undefined;
  if (stage.stage !== 'removing' && stage.stage !== 'removed') return undefined;
  return (await plans.names(stage.plan.id, { kind: 'guest', id: guest })) ? stage.plan : undefined;
}

async function draw(
  deps: Deps,
  partner: PartnerId,
  guest: GuestId,
): Promise<Outcome<{ plan: string | null }>> {
  const { partners, subjects, cursors, now } = deps;
  const policy = (await partners.read(partner))?.value;
  const cap = dailyRemovalCap(policy ?? DEFAULT_CAPS, await countGuests(subjects, partner));
  const name = `removals-${partner}`;
  const stored = await cursors.read(name);
  const savedAt = now().toISOString();
  const drawn = stored === undefined ? undefined : removalsDrawnSchema.parse(stored.value.detail);
  const detail = drawRemoval(drawn, savedAt.slice(0, 10), guest, cap);
  if (detail === undefined) {
    const plan = await approvedReplayOf(deps, guest);
    if (plan !== undefined) return done({ plan });
    const message = `${cap} guest(s) of partner ${partner} lost access by themselves today, which is the cap; this one waits for a plan or for tomorrow`;
    return refused('removal-cap', message);
  }
  const saved = await cursors.save({ name, savedAt, detail }, stored?.etag);
  return saved === 'conflict' ? later('unavailable', DRAW_AGAIN_SECONDS) : done({ plan: null });
}

import { drawRemoval, dailyRemovalCap, removalsDrawnSchema } from '../../shared/domain/removal-cap';
import { done, later, refused } from '../../shared/domain/outcome';
import type { Cursors } from '../../shared/state/cursors';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Partners } from '../../shared/state/partners';
import type { Plans } from '../../shared/state/plans';
import type { Subjects } from '../../shared/state/subjects';
import type { Act } from './activity';
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
 * account is gone already, so that nothing is lost; else only within the day's cap of its partner. A guest that was
 * drawn once today draws nothing more, so a repeat costs nothing.
 */
export const permitRemoval =
  (deps: Deps): Act<'permitRemoval'> =>
  async ({ guest, partner, because }) => {
    const stage = (await deps.stages.read(partner))?.value;
    if (stage?.stage === 'removing' && stage.plan !== null) {
      const isNamed = await deps.plans.names(stage.plan.id, { kind: 'guest', id: guest });
      if (isNamed) return done({ plan: stage.plan.id });
    }
    const ban = because === 'no-partner' ? undefined : await deps.permit(partner, guest);
    if (ban) return ban;
    if (because === 'left-directory') return done({ plan: null });
    const policy = (await deps.partners.read(partner))?.value;
    const cap = dailyRemovalCap(policy ?? DEFAULT_CAPS, await countGuests(deps.subjects, partner));
    const name = `removals-${partner}`;
    const stored = await deps.cursors.read(name);
    const savedAt = deps.now().toISOString();
    const drawn = stored === undefined ? undefined : removalsDrawnSchema.parse(stored.value.detail);
    const next = drawRemoval(drawn, savedAt.slice(0, 10), guest, cap);
    if (next === undefined) {
      const message = `${cap} guest(s) of partner ${partner} lost access by themselves today, which is the cap; this one waits for a plan or for tomorrow`;
      return refused('removal-cap', message);
    }
    const saved = await deps.cursors.save({ name, savedAt, detail: next }, stored?.etag);
    return saved === 'conflict' ? later('unavailable', DRAW_AGAIN_SECONDS) : done({ plan: null });
  };

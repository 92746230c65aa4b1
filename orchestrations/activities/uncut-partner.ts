import { partnerId, type GroupId } from '../../shared/domain/ids';
import { done, later, refused, type Outcome } from '../../shared/domain/outcome';
import type { PartnerCut } from '../../shared/domain/partner-stage';
import type { Life } from '../contract';
import type { Act } from './activity';
import { unblockGuests } from './block-guests';
import { changeStage } from './change-stage';
import type { CutDeps } from './cut-deps';

const READ_BACK_AGAIN_SECONDS = 5;

/** What the cut did is taken back and read back; the stage forgets the cut only then. Safe to repeat. */
export const uncutPartner =
  (deps: CutDeps): Act<'uncutPartner'> =>
  async ({ partner, life }) => {
    const stage = (await deps.stages.read(partner))?.value;
    if (stage?.stage !== 'open' || stage.cut === null) return done({ isOpen: true });
    const undone = await takeBack(deps, partner, stage.cut, life);
    if (undone.kind !== 'done') return undone;
    await changeStage(deps.stages, partner, (now) => (now.stage === 'open' ? { ...now, cut: null } : now));
    return done({ isOpen: true });
  };

type Undone = Outcome<{ isOpen: boolean }>;

async function takeBack(
  deps: CutDeps,
  partner: string,
  { by, guests }: PartnerCut,
  life: Life,
): Promise<Undone> {
  const { blockedGroup } = deps;
  if (by === null || blockedGroup === null) return done({ isOpen: true });
  return by === 'group'
    ? unnestAccessGroup(deps, partner, blockedGroup)
    : unblockGuests(deps, { partner, group: blockedGroup, life }, guests);
}

async function unnestAccessGroup(
  { block, partners }: CutDeps,
  partner: string,
  blockedGroup: GroupId,
): Promise<Undone> {
  const policy = (await partners.read(partnerId(partner)))?.value;
  if (policy === undefined)
    return refused('not-found', `partner ${partner} has no policy any more, which names its access group`);
  await block.unnest(blockedGroup, policy.accessGroup);
  const isNested = await block.isNested(blockedGroup, policy.accessGroup);
  return isNested ? later('not-replicated', READ_BACK_AGAIN_SECONDS) : done({ isOpen: true });
}

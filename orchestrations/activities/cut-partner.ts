import { decideCut, type CutFacts } from '../../shared/domain/cut-decision';
import type { GroupId } from '../../shared/domain/ids';
import { done, later, refused, type Outcome } from '../../shared/domain/outcome';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import type { PartnerCut } from '../../shared/domain/partner-stage';
import type { Life } from '../contract';
import type { Act } from './activity';
import type { CutDeps } from './cut-deps';
import { changeStage } from './change-stage';
import { blockGuests } from './block-guests';

const READ_BACK_AGAIN_SECONDS = 5;

/**
 * Nobody of the partner can sign in afterwards, read back: its access group is a member of the blocked group, in one
 * write whatever the number of guests, or, where that cannot be, each guest is. Refused where no membership would
 * keep anybody out. Safe to repeat.
 */
export const cutPartner =
  (deps: CutDeps): Act<'cutPartner'> =>
  async ({ partner, life }) => {
    const cut = await openCut(deps, partner);
    if (cut === undefined) return done({ isCut: true });
    const policy = (await deps.partners.read(partner))?.value;
    if (policy === undefined) return refused('not-found', `partner ${partner} has no policy any more`);
    const { by, because } = decideCut(await readFacts(deps, policy));
    if (by === 'none' || deps.blockedGroup === null)
      return refused('cut-impossible', `nobody was kept out: ${because}`);
    // A cut that was begun one way goes on that way: what is taken back later must be what was done.
    const way = cut.by ?? by;
    await noteWay(deps, partner, { by: way, because });
    const made = await make(deps, way, policy, { partner, group: deps.blockedGroup, life });
    if (made.kind !== 'done') return made;
    const at = deps.now().toISOString();
    await noteCut(deps, partner, (now) => ({ ...now, at: now.at ?? at }));
    return made;
  };

/** The cut that is asked for and not made yet. */
async function openCut({ stages }: CutDeps, partner: string): Promise<PartnerCut | undefined> {
  const stage = (await stages.read(partner))?.value;
  if (stage === undefined || stage.stage === 'open' || stage.cut === null) return undefined;
  return stage.cut.at === null ? stage.cut : undefined;
}

const make = (
  deps: CutDeps,
  way: 'group' | 'guests',
  { accessGroup }: PartnerPolicy,
  cut: { partner: string; group: GroupId; life: Life },
): Promise<Outcome<{ isCut: boolean }>> =>
  way === 'group' ? nestAccessGroup(deps, cut.group, accessGroup) : blockGuests(deps, cut);

async function readFacts(
  { block, partners, blockedGroup }: CutDeps,
  { partner, accessGroup }: PartnerPolicy,
): Promise<CutFacts> {
  const [policies, blocked, access, all] = await Promise.all([
    block.listPolicies(),
    blockedGroup === null ? undefined : block.readNesting(blockedGroup),
    block.readNesting(accessGroup),
    partners.list(),
  ]);
  const others = all.filter((one) => one.accessGroup === accessGroup && one.partner !== partner);
  return {
    blockedGroup: blockedGroup === null || !blocked ? null : { id: blockedGroup, traits: blocked },
    accessGroup: access === undefined ? null : { id: accessGroup, traits: access },
    policies,
    sharedWith: others.map((one) => one.partner),
  };
}

async function nestAccessGroup(
  { block }: CutDeps,
  blocked: GroupId,
  access: GroupId,
): Promise<Outcome<{ isCut: boolean }>> {
  await block.nest(blocked, access);
  const isNested = await block.isNested(blocked, access);
  return isNested ? done({ isCut: true }) : later('not-replicated', READ_BACK_AGAIN_SECONDS);
}

/** Written before the change: a cut that died in the middle is known for what it was. */
const noteWay = (deps: CutDeps, partner: string, way: Pick<PartnerCut, 'by' | 'because'>) =>
  noteCut(deps, partner, (cut) => (cut.by === null ? { ...cut, ...way } : cut));

async function noteCut(
  { stages }: CutDeps,
  partner: string,
  change: (cut: PartnerCut) => PartnerCut,
): Promise<void> {
  await changeStage(stages, partner, (stage) => {
    const cut = stage.cut === null ? null : change(stage.cut);
    return cut === stage.cut ? stage : { ...stage, cut };
  });
}

import { TerminalError } from '../../shared/domain/codes';
import { afterRefusedNest, decideCut, type CutDecision } from '../../shared/domain/cut-decision';
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
 * Nobody of the partner can sign in afterwards, read back: its access group is a member of the blocked group, or,
 * where that cannot be, each guest is. Two calls whatever the number of guests, until nobody can: is the policy on,
 * then the one write; the third reads it back. What the groups are is asked only where the directory refused the
 * write. Refused where no membership would keep anybody out. Safe to repeat.
 */
export const cutPartner =
  (deps: CutDeps): Act<'cutPartner'> =>
  async ({ partner, life }) => {
    const cut = await openCut(deps, partner);
    if (cut === undefined) return done({ isCut: true });
    const policy = (await deps.partners.read(partner))?.value;
    if (policy === undefined) return refused('not-found', `partner ${partner} has no policy any more`);
    const decision = await decide(deps, policy);
    const { blockedGroup } = deps;
    if (decision.by === 'none' || blockedGroup === null) return impossible(decision);
    // A cut that was begun one way goes on that way: what is taken back later must be what was done.
    const way = cut.by ?? decision.by;
    await noteWay(deps, partner, { by: way, because: decision.because });
    const made = await make(deps, way, policy, { partner, group: blockedGroup, life });
    if (made.kind !== 'done') return made;
    const at = deps.now().toISOString();
    await noteCut(deps, partner, (now) => ({ ...now, at: now.at ?? at }));
    return made;
  };

type Made = Outcome<{ isCut: boolean }>;

const impossible = ({ because }: CutDecision): Made =>
  refused('cut-impossible', `nobody was kept out: ${because}`);

/** The cut that is asked for and not made yet. */
async function openCut({ stages }: CutDeps, partner: string): Promise<PartnerCut | undefined> {
  const stage = (await stages.read(partner))?.value;
  if (stage === undefined || stage.stage === 'open' || stage.cut === null) return undefined;
  return stage.cut.at === null ? stage.cut : undefined;
}

async function decide(
  { block, partners, blockedGroup }: CutDeps,
  { partner, accessGroup }: PartnerPolicy,
): Promise<CutDecision> {
  const [policies, all] = await Promise.all([block.listPolicies(), partners.list()]);
  const others = all.filter((one) => one.accessGroup === accessGroup && one.partner !== partner);
  return decideCut({ blockedGroup, accessGroup, policies, sharedWith: others.map((one) => one.partner) });
}

async function make(
  deps: CutDeps,
  way: 'group' | 'guests',
  { accessGroup }: PartnerPolicy,
  cut: { partner: string; group: GroupId; life: Life },
): Promise<Made> {
  if (way === 'guests') return blockGuests(deps, cut);
  try {
    return await nestAccessGroup(deps, cut.group, accessGroup);
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    const decision = await decideAgain(deps, cut.group, accessGroup, error.message);
    if (decision.by !== 'guests') return impossible(decision);
    // Nothing was nested, so nothing of the first way is left to take back.
    await noteCut(deps, cut.partner, (now) => ({ ...now, by: 'guests', because: decision.because }));
    return blockGuests(deps, cut);
  }
}

async function decideAgain(
  { block }: CutDeps,
  blockedGroup: GroupId,
  accessGroup: GroupId,
  refusal: string,
): Promise<CutDecision> {
  const [blocked, access] = await Promise.all([
    block.readNesting(blockedGroup),
    block.readNesting(accessGroup),
  ]);
  return afterRefusedNest({ blocked, access, refusal });
}

async function nestAccessGroup({ block }: CutDeps, blocked: GroupId, access: GroupId): Promise<Made> {
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

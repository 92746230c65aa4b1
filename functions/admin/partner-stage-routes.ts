import { z } from 'zod';
import { stageViewSchema, type StageView } from '../../shared/domain/admin-api/offboarding-view';
import { hintFor } from '../../shared/domain/hint';
import {
  askForCut,
  confirmCut,
  emergencyFinding,
  partnerJob,
  takeCutBack,
} from '../../shared/domain/partner-cut';
import { openStage, type PartnerStage } from '../../shared/domain/partner-stage';
import type { SubjectRow } from '../../shared/domain/subject-row';
import { tellApprovers } from '../notices/tell-approvers';
import type { AdminDeps } from './admin-deps';
import { problem, type ProblemResponse } from './problem';
import { reply, route, type Reply } from './route';
import { NO_QUERY, partnerName, reasonText, ticketText } from './route-schemas';

type Deps = Pick<
  AdminDeps,
  | 'partners'
  | 'stages'
  | 'subjects'
  | 'hints'
  | 'failures'
  | 'now'
  | 'noticeOutbox'
  | 'approvers'
  | 'channels'
>;
const ONE_PARTNER = z.strictObject({ partner: partnerName });
const why = { reason: reasonText, ticket: ticketText.nullable().default(null) };

async function stageView({ stages, subjects }: Deps, partner: string): Promise<StageView> {
  const stage = (await stages.read(partner))?.value ?? openStage(partner);
  const row = (await subjects.read(partnerJob(partner)))?.value;
  return { ...stage, job: jobView(row) };
}

function jobView(row: SubjectRow | undefined): StageView['job'] {
  if (row === undefined) return { state: 'idle', reason: null, wakeAt: null };
  const { reason = null } = (row.detail ?? {}) as Partial<Pick<StageView['job'], 'reason'>>;
  return { state: row.state, reason, wakeAt: row.wakeAt };
}

type Change = (
  stage: PartnerStage,
) => { kind: 'ok'; stage: PartnerStage } | { kind: 'refused'; message: string };

/** Stores what `change` makes of the stage, then hints the partner's job: the fact first, the word after. */
async function changed(
  deps: Deps,
  partner: string,
  change: Change,
): Promise<Reply<StageView> | ProblemResponse> {
  const stored = await deps.stages.read(partner);
  const result = change(stored?.value ?? openStage(partner));
  if (result.kind === 'refused') return problem('conflict', result.message);
  if ((await deps.stages.put(result.stage, stored?.etag)) === 'conflict')
    return problem('conflict', 'somebody else changed the stage at the same moment: look, and ask again');
  await deps.hints.send([hintFor(partnerJob(partner), `stage-${deps.now().toISOString()}`)]);
  return reply(await stageView(deps, partner));
}

const showStage = route({
  name: 'showPartnerStage',
  method: 'GET',
  path: 'partners/{partner}/stage',
  role: 'Gatehouse.Reader',
  summary: 'How far the offboarding of a partner is.',
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: null,
  answer: stageViewSchema,
  handle: async ({ params }, deps: Deps) => reply(await stageView(deps, params.partner)),
});

const cutPartner = route({
  name: 'askPartnerCut',
  method: 'POST',
  path: 'partners/{partner}/cut',
  role: 'Gatehouse.Operator',
  summary: 'Keeps every guest of a partner out and ends their sessions; nothing is removed.',
  description:
    'An emergency cut must be confirmed by an Approver within 24 hours, or it is undone by itself.',
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: z.strictObject({ ...why, emergency: z.boolean().default(false) }),
  answer: stageViewSchema,
  problems: ['not-found', 'conflict'],
  audit: ({ params, body: { reason, ticket, emergency } }) => ({
    action: 'cut-partner',
    target: `partner/${params.partner}`,
    reason,
    ticket: ticket ?? undefined,
    detail: { emergency },
  }),
  handle: async ({ params: { partner }, body, caller, now }, deps: Deps) => {
    if ((await deps.partners.read(partner)) === undefined)
      return problem('not-found', 'no partner of this name has a policy');
    const { reason, ticket, emergency: isEmergency } = body;
    const request = { who: caller.objectId, at: now.toISOString(), reason, ticket, isEmergency };
    const answer = await changed(deps, partner, (stage) => askForCut(stage, request));
    if (isEmergency && !('problem' in answer)) await tellApprovers(deps, answer.body);
    return answer;
  },
});

const confirmPartnerCut = route({
  name: 'confirmPartnerCut',
  method: 'POST',
  path: 'partners/{partner}/cut/confirm',
  role: 'Gatehouse.Approver',
  summary: 'Confirms an emergency cut, so that it stays.',
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: z.strictObject(why),
  answer: stageViewSchema,
  problems: ['conflict'],
  audit: ({ params, body: { reason, ticket } }) => ({
    action: 'confirm-cut',
    target: `partner/${params.partner}`,
    reason,
    ticket: ticket ?? undefined,
  }),
  handle: async ({ params: { partner }, caller }, deps: Deps) => {
    const answer = await changed(deps, partner, (stage) => confirmCut(stage, caller.objectId));
    if (!('problem' in answer)) await deps.failures.resolve(emergencyFinding(partner));
    return answer;
  },
});

const uncutPartner = route({
  name: 'askPartnerUncut',
  method: 'POST',
  path: 'partners/{partner}/uncut',
  role: 'Gatehouse.Operator',
  summary: 'Takes a cut back: its guests are let in again, each looked at anew.',
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: z.strictObject(why),
  answer: stageViewSchema,
  problems: ['conflict'],
  audit: ({ params, body: { reason, ticket } }) => ({
    action: 'uncut-partner',
    target: `partner/${params.partner}`,
    reason,
    ticket: ticket ?? undefined,
  }),
  handle: async ({ params: { partner } }, deps: Deps) => {
    const answer = await changed(deps, partner, takeCutBack);
    if (!('problem' in answer)) await deps.failures.resolve(emergencyFinding(partner));
    return answer;
  },
});

export const partnerStageRoutes = [showStage, cutPartner, confirmPartnerCut, uncutPartner] as const;

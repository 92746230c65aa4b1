import { stableGuid } from './ids';
import type { PartnerDrain, PartnerStage } from './partner-stage';
import type { Subject } from './subject';

/** The job that offboards a partner: one for each, whoever asks. Pure. */
export const partnerJob = (partner: string): Subject => ({
  kind: 'job',
  id: stableGuid(`offboard-${partner}`),
});

/** Key of the finding that stays open while an emergency cut waits to be confirmed. Pure. */
export const emergencyFinding = (partner: string): string => `emergency-cut-${partner}`;

/** An emergency cut is confirmed by then, or undone (design, section 6). */
const CONFIRM_WITHIN_MS = 24 * 3_600_000;
/** Tokens live so long (design, section 6): a session may start until then. */
const TOKENS_LIVE_MS = 90 * 60_000;
const LOOKS_NEEDED = 2;

/** Who asks for the cut, when, and why. */
export interface CutRequest {
  who: string;
  at: string;
  reason: string;
  ticket: string | null;
  isEmergency: boolean;
}

type Transition = { kind: 'ok'; stage: PartnerStage } | { kind: 'refused'; message: string };
const ok = (stage: PartnerStage): Transition => ({ kind: 'ok', stage });
const no = (message: string): Transition => ({ kind: 'refused', message });

/** Begins the cut. A partner that is cut stays so: asking again without emergency confirms nothing. Pure. */
export function askForCut(stage: PartnerStage, request: CutRequest): Transition {
  if (stage.stage !== 'open') return ok(stage);
  if (stage.cut !== null)
    return no('the last cut is still being taken back: ask again when the job has finished');
  const confirmBy = new Date(Date.parse(request.at) + CONFIRM_WITHIN_MS).toISOString();
  const { who, at: askedAt, reason, ticket, isEmergency } = request;
  const cut = {
    askedAt,
    who,
    reason,
    ticket,
    isEmergency,
    confirmBy: isEmergency ? confirmBy : null,
    at: null,
    by: null,
    because: null,
    guests: null,
  };
  return ok({ ...stage, stage: 'cut', cut, drain: null });
}

/** Confirms an emergency cut, by somebody else than who made it. Repeating changes nothing. Pure. */
export function confirmCut(stage: PartnerStage, who: string): Transition {
  const { cut } = stage;
  if (stage.stage === 'open' || cut === null) return no('the partner is not cut');
  if (cut.confirmBy === null) return ok(stage);
  if (cut.who === who) return no('who made the cut cannot confirm it: ask an Approver');
  return ok({ ...stage, cut: { ...cut, confirmBy: null } });
}

/**
 * Takes the cut back: what was blocked for it is to be let in again. A partner whose removal is over is a partner
 * again; whom the plan removed stays removed until it is invited again. Pure; repeating changes nothing.
 */
export function takeCutBack(stage: PartnerStage): Transition {
  if (stage.stage === 'open') return ok(stage);
  if (stage.stage === 'removing')
    return no('a plan removes the partner’s guests: stop it first; what was removed stays removed');
  return ok({ ...stage, stage: 'open', drain: null });
}

/** Whether the partner's access group is in the blocked group, read back: its members cannot sign in. Pure. */
export const isCutByGroup = ({ stage, cut }: PartnerStage): boolean =>
  stage !== 'open' && cut?.by === 'group' && cut.at !== null;

/** Whether an emergency cut ran out without being confirmed. Pure. */
export const isUnconfirmed = ({ stage, cut }: PartnerStage, at: string): boolean =>
  stage === 'cut' && cut?.confirmBy != null && Date.parse(at) >= Date.parse(cut.confirmBy);

/**
 * The drain after one more look. It is over after two looks in a row that found no session, the last of them at
 * least 90 minutes after the cut. Pure.
 */
export function afterLook(
  before: PartnerDrain | null,
  look: { cutAt: string; at: string; found: number },
): PartnerDrain {
  const known = before ?? { looks: 0, quietLooks: 0, sessionsEnded: 0, endedAt: null };
  const quietLooks = look.found === 0 ? known.quietLooks + 1 : 0;
  const isLate = Date.parse(look.at) >= Date.parse(look.cutAt) + TOKENS_LIVE_MS;
  const isOver = quietLooks >= LOOKS_NEEDED && isLate;
  return {
    looks: known.looks + 1,
    quietLooks,
    lastLookAt: look.at,
    sessionsEnded: known.sessionsEnded + look.found,
    endedAt: known.endedAt ?? (isOver ? look.at : null),
  };
}

/** Whether a look restarts Cloud PCs, whose sessions nobody can list: the first one, and the first after 90 minutes. Pure. */
export function restartsCloudPcs(drain: PartnerDrain | null, cutAt: string, at: string): boolean {
  if (drain === null) return true;
  const lateMs = Date.parse(cutAt) + TOKENS_LIVE_MS;
  return Date.parse(at) >= lateMs && Date.parse(drain.lastLookAt) < lateMs;
}

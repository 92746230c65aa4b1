import type { InvocationContext } from '@azure/functions';
import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import { askForCut, partnerJob } from '../../shared/domain/partner-cut';
import { stableGuid } from '../../shared/domain/ids';
import { AUTHENTICITY, type PartnerEvent } from '../../shared/domain/partner-event';
import { openStage } from '../../shared/domain/partner-stage';
import type { Audit } from '../../shared/state/audit';
import type { Failures } from '../../shared/state/failures';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Partners } from '../../shared/state/partners';
import { drawPlan, type DrawDeps } from '../offboarding/draw-plan';
import { openFinding } from '../open-finding';

export interface PartnerEventDeps extends DrawDeps {
  partners: Partners;
  failures: Failures;
  stages: PartnerStages;
  hints: HintBus;
  audit: Audit;
}

const ANSWERS = {
  propose: {
    message: 'The policy says: propose. Nothing was cut or removed',
    fix: 'Decide whether the partner has gone. If so, have the proposed plan approved and run it, or draw up a newer one: gatehouse partner offboard plan; if not, close this proposal and restore what was removed.',
  },
  cut: {
    message: 'The policy says: cut. Its guests are kept out and their sessions ended; nothing is removed',
    fix: 'If the partner has gone: gatehouse partner offboard plan. If not: gatehouse partner uncut, which lets its guests in again.',
  },
  unknown: {
    message: 'There is no policy of that name. Nothing was done',
    fix: 'Correct the name in the message, or apply the partner’s policy.',
  },
} as const;

/**
 * A sign that a partner has gone: an error in the log, which alerts are set on, an open proposal with a plan
 * drawn up, and, where the policy says `cut`, the reversible stages by themselves. That nobody is entitled any more only ever proposes: an
 * emptied group is as easily a mistake. Safe to repeat: one proposal and one cut for an event.
 */
export async function raisePartnerEvent(
  deps: PartnerEventDeps,
  event: PartnerEvent,
  context: InvocationContext,
): Promise<void> {
  const { partner, kind, eventId, at, source } = event;
  const way = await answerTo(deps, event);
  if (way === 'cut') await cut(deps, event);
  const plan = way === 'unknown' ? null : await propose(deps, event, context);
  const answer = ANSWERS[way];
  context.error(`Partner ${partner} may have gone (${kind}, event ${eventId}). ${answer.message}.`);
  await openFinding(deps, {
    flow: 'partner-events',
    step: way === 'unknown' ? 'propose' : way,
    code: way === 'unknown' ? 'unknown-partner' : 'partner-left',
    resource: 'partner',
    key: `partner-${partner}`,
    message: `The partner ${partner} may have gone (${kind}, from ${source}). ${answer.message}.`,
    fix: answer.fix,
    partner,
    evidence: { eventId, kind, at, source, plan, believedBecause: AUTHENTICITY[kind] },
  });
}

async function answerTo(
  { partners }: PartnerEventDeps,
  { partner, kind }: PartnerEvent,
): Promise<keyof typeof ANSWERS> {
  const policy = (await partners.read(partner))?.value;
  if (policy === undefined) return 'unknown';
  return kind === 'entitlement-ended' ? 'propose' : policy.onPartnerEvent;
}

/** The plan of the event: its id and hash. null = it could not be drawn up now; the finding stands without it. */
async function propose(
  deps: PartnerEventDeps,
  { partner, eventId }: PartnerEvent,
  context: InvocationContext,
): Promise<{ id: string; hash: string } | null> {
  const policy = (await deps.partners.read(partner))?.value;
  if (policy === undefined) return null;
  try {
    const asked = { id: stableGuid(`partner-event ${partner} ${eventId}`), by: 'service' };
    const { id, hash } = await drawPlan(deps, policy, asked);
    return { id, hash };
  } catch (error) {
    context.warn(`No plan could be drawn up for partner ${partner}; people are told without one`, error);
    return null;
  }
}

/** Throws where the stage cannot be written now: the event comes again. What is cut or removed already stays so. */
async function cut(deps: PartnerEventDeps, { partner, eventId, kind }: PartnerEvent): Promise<void> {
  const at = deps.now().toISOString();
  const reason = `partner event ${eventId} (${kind})`;
  const opId = `cut-${partner}-${eventId}`;
  const stored = await deps.stages.read(partner);
  const before = stored?.value ?? openStage(partner);
  const request = { who: 'service', at, reason, ticket: null, isEmergency: false };
  // Somebody took this very event's cut back: hearing of it again must not undo that.
  const isHeard = (await deps.audit.read(1000)).some((entry) => entry.opId === opId);
  if (isHeard) return;
  const asked = askForCut(before, request);
  if (asked.kind === 'refused') throw new Error(`Partner ${partner} cannot be cut now: ${asked.message}`);
  if (asked.stage !== before && (await deps.stages.put(asked.stage, stored?.etag)) === 'conflict')
    throw new Error(`The stage of partner ${partner} changed meanwhile: the event is taken again`);
  await deps.hints.send([hintFor(partnerJob(partner), `event-${eventId}`.slice(0, 128))]);
  await deps.audit.append({
    opId,
    at,
    actor: { kind: 'service', id: 'runtime' },
    action: 'cut-partner',
    target: `partner/${partner}`,
    plan: null,
    reason,
    ticket: null,
    result: 'done',
    detail: { onPartnerEvent: 'cut' },
  });
}

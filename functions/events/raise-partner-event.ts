import type { InvocationContext } from '@azure/functions';
import { AUTHENTICITY, type PartnerEvent } from '../../shared/domain/partner-event';
import type { Failures } from '../../shared/state/failures';
import type { Partners } from '../../shared/state/partners';
import { openFinding } from '../open-finding';

export interface PartnerEventDeps {
  partners: Partners;
  failures: Failures;
  now: () => Date;
}

const ANSWERS = {
  propose: {
    message: 'The policy says: propose. Nothing was cut or removed',
    fix: 'Decide whether the partner has gone. If so, plan its offboarding; if not, close this proposal and restore what was removed.',
  },
  cut: {
    message: 'The policy says: cut. This release does not cut by itself, so NOTHING WAS CUT',
    fix: 'If the partner has gone, cut it now: put its access group into the blocked group, and end the sessions that run.',
  },
} as const;

const UNKNOWN = {
  message: 'There is no policy of that name. Nothing was done',
  fix: 'Correct the name in the message, or apply the partner’s policy.',
} as const;

/**
 * A sign that a partner has gone: an open proposal and an error in the log, which alerts are set on. It cuts
 * nothing: the stages of an offboarding are not this trigger's. Safe to repeat: one proposal for a partner.
 */
export async function raisePartnerEvent(
  deps: PartnerEventDeps,
  { partner, kind, eventId, at, source }: PartnerEvent,
  context: InvocationContext,
): Promise<void> {
  const policy = (await deps.partners.read(partner))?.value;
  const answer = policy === undefined ? UNKNOWN : ANSWERS[policy.onPartnerEvent];
  context.error(`Partner ${partner} may have gone (${kind}, event ${eventId}). ${answer.message}.`);
  await openFinding(deps, {
    flow: 'partner-events',
    step: policy?.onPartnerEvent ?? 'propose',
    code: policy === undefined ? 'unknown-partner' : 'partner-left',
    resource: 'partner',
    key: `partner-${partner}`,
    message: `The partner ${partner} may have gone (${kind}, from ${source}). ${answer.message}.`,
    fix: answer.fix,
    partner,
    evidence: { eventId, kind, at, source, believedBecause: AUTHENTICITY[kind] },
  });
}

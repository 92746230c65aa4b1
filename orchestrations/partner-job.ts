import type { OrchestrationContext, Task } from 'durable-functions';
import { partnerId } from '../shared/domain/ids';
import type { PartnerStage } from '../shared/domain/partner-stage';
import { TENANT_UNDOS } from '../shared/domain/tenant-action';
import type { Life } from './contract';
import { hintAll, lookForSessions, makeCut } from './cut-and-drain';
import { confirmRemoval } from './confirm-removal';
import { removePartner } from './remove-partner';
import { runSubject, settled, type Ending } from './run-subject';
import { must } from './stop-run';
import { undoPartner } from './undo-partner';

/** Between two looks for sessions (design, section 6). */
const LOOK_AGAIN_SECONDS = 600;

/**
 * Trigger: a hint that a partner is to be cut, let in again or removed; its own alarms. Ends: idle, draining or
 * removing (parked with an alarm), held. It touches no guest: it changes the partner's stage, and hints guests in
 * waves. When it stops an admin sees the job held with the reason, and the stage with how far it came.
 */
export function* partnerJob(context: OrchestrationContext): Generator<Task, string, unknown> {
  return yield* runSubject(context, 'partner', (life) => lookAtPartner(context, life));
}

function* lookAtPartner(context: OrchestrationContext, life: Life): Generator<Task, Ending, unknown> {
  const { stage, undo = null } = yield* must(context, life, 'readPartnerJob', {});
  const ending =
    undo === null
      ? yield* goOn(context, life, stage)
      : yield* undoPartner(context, life, { partner: stage.partner, plan: undo });
  return { ...ending, partner: stage.partner };
}

function* goOn(
  context: OrchestrationContext,
  life: Life,
  stage: PartnerStage,
): Generator<Task, Ending, unknown> {
  switch (stage.stage) {
    case 'open':
      return stage.cut === null ? settled('idle') : yield* uncut(context, life, stage);
    case 'cut':
      return yield* cut(context, life, stage);
    case 'removing':
      return yield* removePartner(context, life, stage);
    case 'removed':
      return yield* confirmRemoval(context, life, stage);
  }
}

function* uncut(
  context: OrchestrationContext,
  life: Life,
  stage: PartnerStage,
): Generator<Task, Ending, unknown> {
  const partner = partnerId(stage.partner);
  for (const action of TENANT_UNDOS) yield* must(context, life, 'ensureTenantOrder', { partner, action });
  yield* must(context, life, 'uncutPartner', { partner });
  yield* hintAll(context, life, stage, 'all');
  return settled('idle');
}

function* cut(
  context: OrchestrationContext,
  life: Life,
  stage: PartnerStage,
): Generator<Task, Ending, unknown> {
  yield* makeCut(context, life, stage);
  const isOver = stage.drain?.endedAt != null || (yield* lookForSessions(context, life, stage));
  const confirmBy = stage.cut?.confirmBy ?? null;
  if (!isOver) return { ...settled('draining'), wakeAfterSeconds: LOOK_AGAIN_SECONDS };
  if (confirmBy === null) return settled('idle');
  const leftMs = Date.parse(confirmBy) - context.df.currentUtcDateTime.getTime();
  return { ...settled('draining'), wakeAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)) };
}

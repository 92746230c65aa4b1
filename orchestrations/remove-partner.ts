import type { OrchestrationContext, Task } from 'durable-functions';
import { partnerId } from '../shared/domain/ids';
import type { PartnerStage } from '../shared/domain/partner-stage';
import { TENANT_CUTS } from '../shared/domain/tenant-action';
import type { ActivityOutputs, Life } from './contract';
import { lookForSessions, makeCut } from './cut-and-drain';
import { settled, type Ending } from './run-subject';
import { must } from './stop-run';

const WAVE_SECONDS = 2;
/** Keeps one run's history short; what is left is the next run's. */
const MOST_WAVES = 30;
/** A pause ends by a hint; this alarm is for one that went astray. */
const PAUSED_SECONDS = 600;

/**
 * Removes the guests of the plan that runs: cut first, the partner's tenant blocked where its policy says so, then waves of hints, each guest by its own run; the members of
 * the access group leave last. Pause, stop, kill switch and expiry are read before each wave.
 */
export function* removePartner(
  context: OrchestrationContext,
  life: Life,
  stage: PartnerStage,
): Generator<Task, Ending, unknown> {
  const partner = partnerId(stage.partner);
  yield* makeCut(context, life, stage);
  if (stage.drain === null) yield* lookForSessions(context, life, stage);
  for (const action of TENANT_CUTS) yield* must(context, life, 'ensureTenantOrder', { partner, action });
  for (let wave = 0; wave < MOST_WAVES; wave += 1) {
    const { state }: ActivityOutputs['topUpRemoval'] = yield* must(context, life, 'topUpRemoval', {
      partner,
    });
    if (state === 'over') return yield* finish(context, life, stage);
    if (state === 'paused') return { ...settled('paused'), wakeAfterSeconds: PAUSED_SECONDS };
    if (state === 'stopped') return settled('idle');
    const due = context.df.currentUtcDateTime.getTime() + WAVE_SECONDS * 1000;
    yield context.df.createTimer(new Date(due));
  }
  return { ...settled('removing'), wakeAfterSeconds: 1 };
}

function* finish(
  context: OrchestrationContext,
  life: Life,
  stage: PartnerStage,
): Generator<Task, Ending, unknown> {
  const partner = partnerId(stage.partner);
  yield* must(context, life, 'leaveAccessGroup', { partner });
  yield* must(context, life, 'finishRemoval', { partner });
  return { ...settled('confirming'), wakeAfterSeconds: 1 };
}

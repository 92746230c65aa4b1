import type { OrchestrationContext, Task } from 'durable-functions';
import { partnerId } from '../shared/domain/ids';
import type { PartnerStage } from '../shared/domain/partner-stage';
import type { Life } from './contract';
import { settled, type Ending } from './run-subject';
import { must } from './stop-run';

const HOUR_SECONDS = 3600;
/** When the negative checks are made, after the removal was over (design, section 6). */
const CHECKS_AFTER_SECONDS = [0, 2 * HOUR_SECONDS, 24 * HOUR_SECONDS];

/** The negative checks that are due: now, two hours and a day after the removal; parks until the next. */
export function* confirmRemoval(
  context: OrchestrationContext,
  life: Life,
  stage: PartnerStage,
): Generator<Task, Ending, unknown> {
  const overMs = Date.parse(stage.removedAt ?? context.df.currentUtcDateTime.toISOString());
  let made = stage.confirmations.length;
  for (;;) {
    const after = CHECKS_AFTER_SECONDS[made];
    if (after === undefined) return settled('idle');
    const leftMs = overMs + after * 1000 - context.df.currentUtcDateTime.getTime();
    if (leftMs > 0) return { ...settled('confirming'), wakeAfterSeconds: Math.ceil(leftMs / 1000) };
    const checked = yield* must(context, life, 'confirmRemoved', { partner: partnerId(stage.partner) });
    made = Math.max(made + 1, checked.made);
  }
}

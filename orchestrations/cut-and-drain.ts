import type { OrchestrationContext, Task } from 'durable-functions';
import { restartsCloudPcs } from '../shared/domain/partner-cut';
import { partnerId } from '../shared/domain/ids';
import type { PartnerStage } from '../shared/domain/partner-stage';
import type { Life } from './contract';
import { must } from './stop-run';

const WAVE_SECONDS = 2;

/** Cuts the partner; the first time it also tells the runs that were letting somebody in. */
export function* makeCut(
  context: OrchestrationContext,
  life: Life,
  stage: PartnerStage,
): Generator<Task, void, unknown> {
  yield* must(context, life, 'cutPartner', { partner: partnerId(stage.partner) });
  if (stage.drain !== null) return;
  yield* hintAll(context, life, stage, 'live');
  yield* hintAll(context, life, stage, 'working');
}

/** One look at all desktops of the partner; whether it was the last that is needed. */
export function* lookForSessions(
  context: OrchestrationContext,
  life: Life,
  stage: PartnerStage,
): Generator<Task, boolean, unknown> {
  const partner = partnerId(stage.partner);
  const at = context.df.currentUtcDateTime.toISOString();
  const restart = restartsCloudPcs(stage.drain, stage.cut?.at ?? at, at);
  let found = 0;
  let after = '';
  for (;;) {
    const looked = yield* must(context, life, 'drainPartner', { partner, after, restart });
    found += looked.found;
    if (looked.next === null) break;
    after = looked.next;
  }
  const { isOver } = yield* must(context, life, 'recordLook', { partner, at, found });
  return isOver;
}

/** The partner's guests are looked at again, a wave at a time. */
export function* hintAll(
  context: OrchestrationContext,
  life: Life,
  stage: PartnerStage,
  only: 'all' | 'live' | 'working',
): Generator<Task, void, unknown> {
  const partner = partnerId(stage.partner);
  let after = '';
  for (;;) {
    const { next } = yield* must(context, life, 'hintPartner', { partner, after, only });
    if (next === null) return;
    after = next;
    yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + WAVE_SECONDS * 1000));
  }
}

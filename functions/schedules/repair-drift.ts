import type { InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { dailyRepairCap, type GroupDrift } from '../../shared/domain/group-drift';
import { hintFor } from '../../shared/domain/hint';
import { guestId } from '../../shared/domain/ids';
import { dayOf } from '../../shared/domain/sighting';
import type { CheckedGroup, DriftDeps } from './checked-group';

const spentSchema = z.object({ day: z.string(), repairs: z.int() });

/**
 * Repairs what the check found, oldest ids first, as far as the day's cap goes: a guest that vanished is hinted, and
 * its run puts it back; an unjustified member becomes a wish of the group's run. The cap is drawn before anything is
 * asked for, so a crash spends it rather than exceeds it.
 */
export async function repairDrift(
  deps: DriftDeps,
  { group, policy, claims }: CheckedGroup,
  { vanished, unjustified }: GroupDrift,
  context: InvocationContext,
): Promise<void> {
  const wanted = vanished.length + unjustified.length;
  if (wanted === 0) return;
  const granted = await draw(deps, `drift-${group}`, wanted, dailyRepairCap(claims.size));
  if (granted < wanted)
    context.warn(`${wanted - granted} repair(s) of ${group} are beyond the day's cap and wait`);
  const at = deps.now().toISOString();
  const back = vanished.slice(0, granted);
  await deps.hints.send(
    back.map((id) => hintFor({ kind: 'guest', id }, `drift-${group}-${id}-${dayOf(at)}`)),
  );
  const out = unjustified.slice(0, granted - back.length);
  for (const id of out) {
    const wish = { group, member: guestId(id), operation: 'remove' as const, partner: policy.partner };
    await deps.outbox.put({ ...wish, askedAt: at, refused: null });
  }
  if (out.length > 0) await deps.hints.send([hintFor({ kind: 'group', id: group }, `drift-${group}-${at}`)]);
}

async function draw(deps: DriftDeps, name: string, wanted: number, cap: number): Promise<number> {
  const savedAt = deps.now().toISOString();
  const day = dayOf(savedAt);
  const stored = await deps.cursors.read(name);
  const spent = stored === undefined ? undefined : spentSchema.parse(stored.value.detail);
  const repairs = spent?.day === day ? spent.repairs : 0;
  const granted = Math.max(0, Math.min(wanted, cap - repairs));
  if (granted === 0) return 0;
  const detail = { day, repairs: repairs + granted };
  const saved = await deps.cursors.save({ name, savedAt, detail }, stored?.etag);
  // Another instance drew at the same moment: the next hour repairs what is left.
  return saved === 'conflict' ? 0 : granted;
}

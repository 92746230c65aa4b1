import type { GuestId } from '../../shared/domain/ids';
import { isApprovedReplay } from '../../shared/domain/plan-record';
import type { Plans } from '../../shared/state/plans';

interface Deps {
  plans: Plans;
  now: () => Date;
}

/**
 * Id of a replay that another person approved, that was started, and that is to remove this very guest; undefined =
 * there is none. Scans the plans' records, so it is asked only where the day's cap has said no.
 */
export async function approvedReplayOf({ plans, now }: Deps, guest: GuestId): Promise<string | undefined> {
  const at = now().toISOString();
  for (const record of await plans.list())
    if (isApprovedReplay(record, at) && (await removesByReplay(plans, record.id, guest))) return record.id;
  return undefined;
}

/** Whether the replay is to remove the guest: such a one is named by its order too, not as a guest alone. */
export const removesByReplay = (plans: Plans, plan: string, guest: GuestId): Promise<boolean> =>
  plans.names(plan, { kind: 'order', id: guest });

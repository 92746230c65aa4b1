import { openStage, type PartnerStage } from '../../shared/domain/partner-stage';
import { KILL_SWITCH, killSwitchSchema } from '../../shared/domain/kill-switch';
import type { RemovalOrder } from '../../shared/domain/removal-order';
import { isTenantAction, undoneBy } from '../../shared/domain/tenant-action';
import { isMade, type TenantOrderFacts } from '../../shared/domain/tenant-order';
import type { Cursors } from '../../shared/state/cursors';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Partners } from '../../shared/state/partners';
import type { Plans } from '../../shared/state/plans';
import type { RemovalOrders } from '../../shared/state/removal-orders';
import { isAtIt, isRunningApproved } from './read-order-facts';

interface Deps {
  orders: RemovalOrders;
  partners: Partners;
  stages: PartnerStages;
  plans: Plans;
  cursors: Cursors;
}

/** Reads all that the gateway judges an order about a partner's tenant by. Changes nothing. */
export type TenantOrderFactsReader = (order: RemovalOrder) => Promise<TenantOrderFacts>;

export const readTenantOrderFacts =
  (deps: Deps): TenantOrderFactsReader =>
  async (order) => {
    const policies = await deps.partners.list();
    const stage = (await deps.stages.read(order.partner))?.value ?? openStage(order.partner);
    const stored = await deps.cursors.read(KILL_SWITCH);
    return {
      isKilled: stored !== undefined && killSwitchSchema.parse(stored.value.detail).isOn,
      policy: policies.find(({ partner }) => partner === order.partner),
      policies,
      stage: stage.stage,
      isPlanRunning: await isPlanRunning(deps, order, stage),
      isCutMade: await isCutMade(deps, order),
    };
  };

async function isPlanRunning({ plans }: Deps, { plan }: RemovalOrder, stage: PartnerStage): Promise<boolean> {
  const record = plan === null ? undefined : (await plans.read(plan))?.value;
  return record !== undefined && isRunningApproved(record) && isAtIt(stage, record.hash);
}

async function isCutMade({ orders }: Deps, { guest, action }: RemovalOrder): Promise<boolean> {
  const cut = isTenantAction(action) ? undoneBy(action) : undefined;
  const made = cut && (await orders.read(guest, cut))?.value;
  return made !== undefined && isMade(made);
}

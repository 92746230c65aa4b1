import type { PlanView, StageView } from '../../shared/domain/admin-api/offboarding-view';
import { ARNO, askRoute, type Ask } from './ask-route';
import { contosoPolicy, BLOCKED_GROUP, CONTOSO_TENANT } from './contoso-policy';
import { MemoryTenant } from './memory-tenant';
import { productUnderTest, type ProductOptions, type ProductUnderTest } from './product-under-test';

/** What the admin API answers, without HTTP: what is checked before a handler has tests of its own. */
export interface Desk {
  readonly product: ProductUnderTest;
  readonly tenant: MemoryTenant;
  readonly ask: Ask;
  stage(): Promise<StageView>;
  cut(body?: object): Promise<StageView>;
  /** Draws a plan up and has it approved. */
  approved(): Promise<PlanView>;
  approve(plan: { id: string; hash: string }): Promise<PlanView>;
  run(plan: PlanView): Promise<PlanView>;
  plan(id: string): Promise<PlanView>;
}

export async function offboardingDesk(
  hosts: number,
  policy: Parameters<typeof contosoPolicy>[0] = {},
  options: Partial<ProductOptions> = {},
): Promise<Desk> {
  const tenant = new MemoryTenant(hosts);
  const product = await productUnderTest({
    capabilities: (now) => tenant.capabilities(now),
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: BLOCKED_GROUP },
    startMs: Date.parse('2026-09-01T08:00:00Z'),
    ...options,
  });
  await product.ports.partners.put(contosoPolicy(policy), undefined);
  const ask = askRoute(product);
  const contoso = { partner: 'contoso' };
  const desk: Desk = {
    product,
    tenant,
    ask,
    stage: () => ask('showPartnerStage', contoso),
    cut: async (body = {}) => {
      const stage = await ask<StageView>('askPartnerCut', contoso, { reason: 'they have gone', ...body });
      await product.settle();
      return stage;
    },
    approved: async () => {
      const plan = await ask<PlanView>('planOffboarding', contoso);
      return desk.approve(plan);
    },
    approve: ({ id, hash }) => ask('approveOffboardingPlan', { plan: id }, { hash }, ARNO),
    run: async ({ id, hash }) => {
      const body = { hash, reason: 'contract ended', ticket: 'CHG-1' };
      const started = await ask<PlanView>('runOffboardingPlan', { plan: id }, body);
      await product.settle();
      return started;
    },
    plan: (id) => ask('showOffboardingPlan', { plan: id }),
  };
  return desk;
}

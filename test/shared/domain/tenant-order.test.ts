import { describe, expect, it } from '@jest/globals';
import { guestId } from '../../../shared/domain/ids';
import type { RemovalOrder } from '../../../shared/domain/removal-order';
import {
  judgeTenantOrder,
  tenantSteps,
  whyTenantStays,
  type TenantOrderFacts,
} from '../../../shared/domain/tenant-order';
import { contosoPolicy, CONTOSO_TENANT } from '../../support/contoso-policy';
import { guid, NOON } from '../state/builders';

const POLICY = contosoPolicy({ tenantOnRemoval: 'block' });
const TWIN = contosoPolicy({ partner: 'fabrikam', domains: ['fabrikam.com'] });
const order = (changes: Partial<RemovalOrder> = {}): RemovalOrder => ({
  guest: guestId(guid(1)),
  action: 'block-tenant',
  partner: POLICY.partner,
  target: CONTOSO_TENANT,
  plan: guid(5),
  askedAt: NOON,
  askedBy: 'job-1',
  state: 'asked',
  refused: null,
  before: null,
  receipt: null,
  ...changes,
});
const facts = (changes: Partial<TenantOrderFacts> = {}): TenantOrderFacts => ({
  isKilled: false,
  policy: POLICY,
  policies: [POLICY],
  stage: 'removing',
  isPlanRunning: true,
  isCutMade: false,
  ...changes,
});
const undo = order({ action: 'unblock-tenant', plan: null });

describe('what the gateway does to a partner’s tenant', () => {
  it.each<[string, RemovalOrder, Partial<TenantOrderFacts>, string | undefined]>([
    ['the plan that runs', order(), {}, undefined],
    ['the kill switch', order(), { isKilled: true }, 'kill-switch'],
    ['a plan that does not run', order(), { isPlanRunning: false }, 'not-in-plan'],
    ['no plan', order({ plan: null }), { isPlanRunning: false }, 'not-in-plan'],
    ['a tenant of somebody else', order({ target: guid(7) }), {}, 'other-partner'],
    ['a partner without a policy', order(), { policy: undefined }, 'other-partner'],
    ['a policy that keeps it', order(), { policy: contosoPolicy() }, 'not-in-plan'],
    ['a tenant that two partners share', order(), { policies: [POLICY, TWIN] }, 'not-in-plan'],
    ['an undo of what was done', undo, { stage: 'open', isPlanRunning: false, isCutMade: true }, undefined],
    ['an undo while the partner is cut', undo, { stage: 'cut', isCutMade: true }, 'rejected'],
    ['an undo of what was never done', undo, { stage: 'open' }, 'rejected'],
  ])('asks for %s', (_name, asked, changes, code) => {
    expect(judgeTenantOrder(asked, facts(changes))?.code).toBe(code);
  });
});

describe('what a plan shows of the tenant', () => {
  const sight = {
    isBlocked: false,
    organizations: [
      { id: 'a', state: 'configured', isShared: false },
      { id: 'b', state: 'configured', isShared: true },
      { id: 'c', state: 'proposed', isShared: false },
    ],
  };

  it('is each change before it is made, and what stays, with the reason', () => {
    expect(
      tenantSteps(POLICY, [POLICY], sight).map(({ step, on, verdict }) => `${step} ${on} ${verdict}`),
    ).toEqual([
      `block-tenant ${CONTOSO_TENANT} will-remove`,
      'propose-organizations a will-remove',
      'propose-organizations b already-true',
      'propose-organizations c already-true',
    ]);
  });

  it('is nothing where the policy keeps it, or another partner lives there too', () => {
    expect(whyTenantStays(contosoPolicy(), [])).toContain('keep');
    expect(whyTenantStays(POLICY, [POLICY, TWIN])).toContain('fabrikam');
    expect(tenantSteps(POLICY, [POLICY, TWIN], undefined)).toMatchObject([{ verdict: 'already-true' }]);
  });
});

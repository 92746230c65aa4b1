import type { RefusalCode } from './codes';
import type { PartnerPolicy } from './partner-policy';
import type { PartnerStageName } from './partner-stage';
import type { PlannedStep } from './plan';
import type { RemovalOrder } from './removal-order';
import { isTenantAction, undoneBy } from './tenant-action';

type TenantPolicy = Pick<PartnerPolicy, 'partner' | 'homeTenant' | 'tenantOnRemoval'>;

/** Whether the order changed something: what was so already is not taken back. Pure. */
export const isMade = ({ state, receipt }: Pick<RemovalOrder, 'state' | 'receipt'>): boolean =>
  state === 'done' && receipt !== null;

/** Why the partner's tenant is left as it is; undefined = its policy has it blocked. Pure. */
export function whyTenantStays(
  policy: TenantPolicy,
  all: readonly Pick<PartnerPolicy, 'partner' | 'homeTenant'>[],
): string | undefined {
  if (policy.tenantOnRemoval === 'keep') return 'the policy says tenantOnRemoval: keep';
  const other = all.find(
    ({ partner, homeTenant }) => partner !== policy.partner && homeTenant === policy.homeTenant,
  );
  return other && `partner ${other.partner} has the same home tenant`;
}

/** All the gateway looks at before it touches a partner's tenant. */
export interface TenantOrderFacts {
  isKilled: boolean;
  policy: PartnerPolicy | undefined;
  policies: readonly PartnerPolicy[];
  stage: PartnerStageName;
  /** The plan of the order was approved by a second person, and runs for this partner. */
  isPlanRunning: boolean;
  /** The cut that the order takes back was made. */
  isCutMade: boolean;
}

interface Refusal {
  code: RefusalCode;
  message: string;
}

/**
 * May the offboarding part do this to the tenant? undefined = it may. A cut takes the plan that runs and the policy's
 * word; an undo only takes back what was done here, once the partner is open again. Pure.
 */
export function judgeTenantOrder(order: RemovalOrder, facts: TenantOrderFacts): Refusal | undefined {
  const { policy } = facts;
  if (facts.isKilled)
    return { code: 'kill-switch', message: 'the kill switch is on: nothing destructive is done' };
  if (policy?.homeTenant !== order.target)
    return { code: 'other-partner', message: `the tenant is not the one of partner ${order.partner}` };
  return isUndo(order) ? judgeUndo(order, facts) : judgeCut(order, policy, facts);
}

const isUndo = ({ action }: RemovalOrder): boolean =>
  isTenantAction(action) && undoneBy(action) !== undefined;

function judgeUndo({ partner }: RemovalOrder, { isCutMade, stage }: TenantOrderFacts): Refusal | undefined {
  if (isCutMade && stage === 'open') return undefined;
  const message = `nothing of partner ${partner}’s tenant is to be taken back: its stage is ${stage}`;
  return { code: 'rejected', message };
}

function judgeCut(
  { plan }: RemovalOrder,
  policy: PartnerPolicy,
  { isPlanRunning, policies }: TenantOrderFacts,
): Refusal | undefined {
  if (!isPlanRunning)
    return { code: 'not-in-plan', message: `plan ${plan ?? '(none)'} is not approved, or does not run` };
  const stays = whyTenantStays(policy, policies);
  return stays === undefined
    ? undefined
    : { code: 'not-in-plan', message: `the partner's tenant stays as it is: ${stays}` };
}

/** What was read of the tenant when a plan was drawn up. */
export interface TenantSight {
  isBlocked: boolean;
  organizations: readonly { id: string; state: string; isShared: boolean }[];
}

/** What the plan does to the tenant, shown before it is approved. `sight` undefined = it stays, and was not read. Pure. */
export function tenantSteps(
  policy: TenantPolicy,
  all: readonly Pick<PartnerPolicy, 'partner' | 'homeTenant'>[],
  sight: TenantSight | undefined,
): PlannedStep[] {
  const stays = whyTenantStays(policy, all);
  const step = (name: string, isDue: boolean, on: string, because: string | null): PlannedStep => ({
    step: name,
    verdict: isDue ? 'will-remove' : 'already-true',
    on,
    because,
    isReversible: true,
  });
  if (stays !== undefined || sight === undefined)
    return [step('block-tenant', false, policy.homeTenant, `stays: ${stays ?? 'it was not read'}`)];
  const isBlocked = sight.isBlocked ? 'is blocked already' : 'nobody of it comes in as a guest any more';
  return [
    step('block-tenant', !sight.isBlocked, policy.homeTenant, isBlocked),
    ...sight.organizations.map(({ id, state, isShared }) =>
      isShared
        ? step('propose-organizations', false, id, 'stays: it names other tenants too')
        : step('propose-organizations', state !== 'proposed', id, `is ${state}`),
    ),
  ];
}

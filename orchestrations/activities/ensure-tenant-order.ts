import type { HintBus } from '../../shared/clients/hint-bus';
import { guestId, type GuestId, type PartnerId } from '../../shared/domain/ids';
import { done, refused } from '../../shared/domain/outcome';
import { undoneBy, type TenantAction } from '../../shared/domain/tenant-action';
import { isMade, whyTenantStays } from '../../shared/domain/tenant-order';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Partners } from '../../shared/state/partners';
import type { RemovalOrders } from '../../shared/state/removal-orders';
import type { Act } from './activity';
import { askOrder } from './ensure-order';

interface Deps {
  orders: RemovalOrders;
  partners: Partners;
  stages: PartnerStages;
  hints: HintBus;
  now: () => Date;
}

/**
 * The offboarding part has done this to the partner's tenant, where the policy asks for it, or taken back what it did:
 * this part may only ask, and answers `later` until the other has read it back. The order bears the id of the partner's
 * job. Nothing is asked where nothing is due. Safe to repeat.
 */
export const ensureTenantOrder =
  (deps: Deps): Act<'ensureTenantOrder'> =>
  async ({ life, partner, action }) => {
    const job = guestId(life.subject.id);
    const due =
      undoneBy(action) === undefined ? await cutDue(deps, partner) : await undoDue(deps, job, action);
    if (due === undefined) return done({ receipts: [] });
    const target = (await deps.partners.read(partner))?.value.homeTenant;
    if (target === undefined) return refused('not-found', `partner ${partner} has no policy any more`);
    return askOrder(deps, { life, guest: job, partner, action, target, ...due });
  };

interface Due {
  plan: string | null;
  /** An older order is another offboarding's. */
  since: string;
}

/** Whether the policy asks for it; undefined = the tenant stays as it is. */
async function cutDue({ partners, stages }: Deps, partner: PartnerId): Promise<Due | undefined> {
  const policies = await partners.list();
  const policy = policies.find((one) => one.partner === partner);
  const stage = (await stages.read(partner))?.value;
  if (policy === undefined || whyTenantStays(policy, policies) !== undefined) return undefined;
  return { plan: stage?.plan?.id ?? null, since: stage?.cut?.askedAt ?? '' };
}

/** Whether there is something to take back; undefined = nothing was changed. */
async function undoDue({ orders }: Deps, job: GuestId, action: TenantAction): Promise<Due | undefined> {
  const cut = undoneBy(action);
  const made = cut && (await orders.read(job, cut))?.value;
  return made === undefined || !isMade(made) ? undefined : { plan: null, since: made.askedAt };
}

import { z } from 'zod';
import type { AccountFacts } from './account-facts';
import type { RefusalCode } from './codes';
import { isExternal, type UserFacts } from './guest-facts';
import { guestId, isGuid, partnerId } from './ids';
import { BAN_TEXT, firmBan, type FirmFacts } from './may-write';
import type { PartnerPolicy } from './partner-policy';
import { receiptSchema } from './receipt';
import { TENANT_ACTIONS } from './tenant-action';

/** What only the offboarding part may do. */
export const ORDER_ACTIONS = [
  'leave-cloud-pc-group',
  'end-grace-period',
  'disable-account',
  'enable-account',
  'delete-account',
  'restore-account',
  ...TENANT_ACTIONS,
] as const;
export type OrderAction = (typeof ORDER_ACTIONS)[number];

/** One destructive thing asked for; at most one of each action for a guest at a time. */
export const removalOrderSchema = z.object({
  /** The guest; of an order about a partner's tenant the id of the partner's job. */
  guest: z.string().refine(isGuid).transform(guestId),
  action: z.enum(ORDER_ACTIONS),
  partner: z.string().transform(partnerId),
  /** The Cloud PC group, the Cloud PC, or the partner's tenant; null for accounts. */
  target: z.string().nullable(),
  /** The approved plan it belongs to; null = it was counted against the day's cap. */
  plan: z.string().nullable(),
  askedAt: z.iso.datetime(),
  /** Run that asked. */
  askedBy: z.string(),
  state: z.enum(['asked', 'done', 'refused']),
  refused: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** How it was before the change, written before it: what an undo restores. */
  before: z.json(),
  /** What the change was, once it was read back; null = nothing had to be changed, or not yet. */
  receipt: receiptSchema.nullable(),
});
export type RemovalOrder = z.infer<typeof removalOrderSchema>;

/** All the gateway looks at before it acts: read afresh, by itself, right before. */
export interface OrderFacts extends FirmFacts {
  user: UserFacts | 'soft-deleted' | 'absent';
  account: AccountFacts | undefined;
  policy: PartnerPolicy | undefined;
  /** Whether the plan of the order names the guest; undefined = that plan is not approved, or does not run. */
  isPlanned: boolean | undefined;
  /** Whether that plan ends grace periods; absent = it does not. */
  isGraceEnded?: boolean;
}

interface Refusal {
  code: RefusalCode;
  message: string;
}

/**
 * May the offboarding part do this? undefined = it may. Who asked is not believed: the target must be an external
 * user of the named partner, in the plan where there is one, no administrator, and not its own tenant's. Pure.
 */
export function judgeOrder(order: RemovalOrder, facts: OrderFacts): Refusal | undefined {
  const firm = firmBan(facts);
  if (firm !== undefined) return { code: firm, message: `nothing is done: ${BAN_TEXT[firm]}` };
  const unplanned = judgePlan(order, facts);
  if (unplanned !== undefined) return { code: 'not-in-plan', message: unplanned };
  const { user } = facts;
  if (typeof user === 'string') return undefined;
  if (!isExternal(user))
    return { code: 'not-external', message: 'the account is none of an external user: it is not touched' };
  return judgeOwner(order, facts, user) ?? judgeAccount(order, facts);
}

/** What of the plan does not cover the order; undefined = it does, or none is named and none is needed. */
function judgePlan({ plan, action }: RemovalOrder, facts: OrderFacts): string | undefined {
  if (action === 'end-grace-period' && (plan === null || facts.isGraceEnded !== true))
    return 'no approved plan that runs ends grace periods: a Cloud PC’s disk would be lost at once';
  if (plan === null || facts.isPlanned === true) return undefined;
  return facts.isPlanned === undefined
    ? `plan ${plan} is not approved, or does not run any more`
    : `plan ${plan} does not name this guest`;
}

function judgeOwner(order: RemovalOrder, { policy }: OrderFacts, user: UserFacts): Refusal | undefined {
  const isOurs = policy !== undefined && user.domain !== null && policy.domains.includes(user.domain);
  // A policy that is gone cannot say whose guest it is: only a plan, which names it, can.
  if (isOurs || (policy === undefined && order.plan !== null)) return undefined;
  return { code: 'other-partner', message: `the guest is not known as one of partner ${order.partner}` };
}

const ABOUT_ACCOUNTS = new Set<OrderAction>(['disable-account', 'delete-account']);

function judgeAccount(order: RemovalOrder, { account }: OrderFacts): Refusal | undefined {
  if (!ABOUT_ACCOUNTS.has(order.action) || account === undefined) return undefined;
  if (account.hasAdminRole)
    return {
      code: 'admin-role',
      message: 'the account holds a directory role: take the role away first, or leave it',
    };
  if (account.isSynchronised)
    return {
      code: 'synchronised',
      message: 'the partner’s tenant synchronises the account: only that tenant can end it',
    };
  return undefined;
}

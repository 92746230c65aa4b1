import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import { done, later, refused, type Outcome } from '../../shared/domain/outcome';
import type { Receipt } from '../../shared/domain/receipt';
import type { RemovalOrder } from '../../shared/domain/removal-order';
import { runId } from '../../shared/domain/subject';
import type { RefusalCode } from '../../shared/domain/codes';
import type { RemovalOrders } from '../../shared/state/removal-orders';
import type { ActivityInput } from '../contract';
import type { Act } from './activity';

interface Deps {
  orders: RemovalOrders;
  hints: HintBus;
  now: () => Date;
}

/** The other part's run takes seconds; a minute later the guest's run parks, and the other part hints it. */
const ASK_FIRST_SECONDS = 2;
const ASK_AGAIN_SECONDS = 5;

/**
 * The offboarding part has done this to the guest's account or Cloud PC: this part may only ask, and answers
 * `later` until the other has read it back. An order of an earlier removal is asked anew. Safe to repeat.
 */
export const ensureOrder =
  (deps: Deps): Act<'ensureOrder'> =>
  (input) =>
    askOrder(deps, input);

/** Asks for it where it was not asked yet, and gives the other part's answer. Safe to repeat. */
export async function askOrder(
  { orders, hints, now }: Deps,
  input: Input,
): Promise<Outcome<{ receipts: Receipt[] }>> {
  const { guest, life, action } = input;
  const stored = await orders.read(guest, action);
  if (stored !== undefined && isOfThisRemoval(stored.value, input)) {
    // The hint may be lost with whoever asked: whoever comes to the order for the first time says it again.
    if (stored.value.state === 'asked' && life.waitedSeconds === 0) await say(hints, input);
    return answerOf(stored.value);
  }
  const order = orderOf(input, now());
  const written =
    stored === undefined ? await orders.insert(order) : await orders.replace(order, stored.etag);
  if (written === 'conflict') return later('order-pending', 1);
  await say(hints, input);
  return later('order-pending', ASK_FIRST_SECONDS);
}

type Input = ActivityInput<'ensureOrder'>;

const say = (hints: HintBus, { guest, life, action }: Input): Promise<void> =>
  hints.send([hintFor({ kind: 'order', id: guest }, `${runId(life.subject, life.run)}-${action}`)]);

/** A refusal is asked again by each new run: what stood in its way may be gone. */
function isOfThisRemoval(order: RemovalOrder, { since, life, target, plan }: Input): boolean {
  const isSame = order.target === target && order.plan === plan && order.askedAt >= since;
  return isSame && (order.state !== 'refused' || order.askedBy === runId(life.subject, life.run));
}

function answerOf(order: RemovalOrder): Outcome<{ receipts: Receipt[] }> {
  if (order.state === 'asked') return later('order-pending', ASK_AGAIN_SECONDS);
  if (order.refused !== null) return refused(order.refused.code as RefusalCode, order.refused.message);
  // A removal that goes on in a later run meets the answer again: the change stays that of the run which asked.
  return done({ receipts: order.receipt === null ? [] : [{ ...order.receipt, run: order.askedBy }] });
}

function orderOf({ guest, partner, action, target, plan, life }: Input, at: Date): RemovalOrder {
  return {
    guest,
    action,
    partner,
    target,
    plan,
    askedAt: at.toISOString(),
    askedBy: runId(life.subject, life.run),
    state: 'asked',
    refused: null,
    before: null,
    receipt: null,
  };
}

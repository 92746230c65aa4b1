import { RetryableError, TerminalError } from '../../shared/domain/codes';
import { hintFor } from '../../shared/domain/hint';
import { guestId } from '../../shared/domain/ids';
import { done, later, type Outcome } from '../../shared/domain/outcome';
import { CLOUD_PC_KEPT_MS, receiptOf, type Receipt } from '../../shared/domain/receipt';
import { judgeOrder, type RemovalOrder } from '../../shared/domain/removal-order';
import type { Subject } from '../../shared/domain/subject';
import { isTenantAction } from '../../shared/domain/tenant-action';
import { judgeTenantOrder } from '../../shared/domain/tenant-order';
import type { Versioned } from '../../shared/state/subjects';
import type { Act } from './activity';
import type { GatewayDeps } from './gateway';
import { ORDER_EFFECTS } from './order-effects';
import { notePutOff, secondsPutOff, turnSeconds } from './put-off';

const READ_BACK_AGAIN_SECONDS = 5;
/** Whoever asked looks every few seconds, for two minutes: an answer that took longer is brought. */
const TELL_AFTER_MS = 60_000;

/**
 * The one gateway in front of what cannot be taken back. It believes nobody: it reads the target, the plan, the cap
 * and the kill switch itself, right before it acts; what does not hold is refused and audited. The before-image is
 * written before the change, so a repeat after a crash knows what there was. Done means read back. Once Graph has
 * asked one order to wait, no other calls it before.
 */
export const executeOrder =
  (deps: GatewayDeps): Act<'executeOrder'> =>
  async ({ life, action }) => {
    const guest = guestId(life.subject.id);
    const stored = await deps.orders.read(guest, action);
    if (stored?.value.state !== 'asked') return done({ executed: false, receipts: [] });
    const order = stored.value;
    const waitSeconds = await secondsPutOff(deps, deps.now().toISOString());
    if (waitSeconds > 0) return later('throttled', waitSeconds + turnSeconds(guest));
    const refusal = await judge(deps, order);
    if (refusal !== undefined)
      return settleOrder(deps, stored, { ...order, state: 'refused', refused: refusal });
    try {
      return await bringAbout(deps, stored);
    } catch (error) {
      return afterFailure(deps, stored, error);
    }
  };

async function afterFailure(
  deps: GatewayDeps,
  stored: Versioned<RemovalOrder>,
  error: unknown,
): Promise<Outcome<{ executed: boolean; receipts: Receipt[] }>> {
  const { guest, action } = stored.value;
  if (error instanceof RetryableError && error.reason === 'throttled') {
    await notePutOff(deps, error.retryAfterSeconds, deps.now().toISOString());
    return later('throttled', error.retryAfterSeconds + turnSeconds(guest));
  }
  // What the service refused for good is the order's answer: whoever asked must hear of it.
  if (!(error instanceof TerminalError)) throw error;
  const refused = { code: error.code, message: error.message };
  const fresh = (await deps.orders.read(guest, action)) ?? stored;
  return settleOrder(deps, fresh, { ...fresh.value, state: 'refused', refused });
}

/** A partner's tenant is no guest: it is judged by the plan that runs, and draws from no cap of guests. */
async function judge(deps: GatewayDeps, order: RemovalOrder) {
  if (isTenantAction(order.action)) return judgeTenantOrder(order, await deps.readTenantFacts(order));
  return judgeOrder(order, await deps.readFacts(order)) ?? (await deps.drawFromCap(order));
}

/** Whom the order is about: its own run is told. */
const subjectOf = ({ action, guest }: RemovalOrder): Subject => ({
  kind: isTenantAction(action) ? 'job' : 'guest',
  id: guest,
});

async function bringAbout(
  deps: GatewayDeps,
  { value: order, etag }: Versioned<RemovalOrder>,
): Promise<Outcome<{ executed: boolean; receipts: Receipt[] }>> {
  const effect = ORDER_EFFECTS[order.action];
  const seen = await effect.read(deps, order);
  if (!seen.isDone) {
    const kept = { ...order, before: seen.image };
    if (order.before === null && (await deps.orders.replace(kept, etag)) === 'conflict')
      return later('order-pending', 1);
    await effect.act(deps, order);
    const after = await effect.read(deps, order);
    if (!after.isDone) return later('not-replicated', READ_BACK_AGAIN_SECONDS);
  }
  const fresh = await deps.orders.read(order.guest, order.action);
  if (fresh === undefined) return done({ executed: false, receipts: [] });
  return settleOrder(deps, fresh, { ...fresh.value, state: 'done', receipt: receiptFor(deps, fresh.value) });
}

function receiptFor({ now }: GatewayDeps, order: RemovalOrder): Receipt | null {
  if (order.before === null) return null;
  const { change } = ORDER_EFFECTS[order.action];
  const images = { before: order.before, after: { is: change } };
  const on = order.target ?? order.guest;
  const keptMs = order.action === 'leave-cloud-pc-group' ? CLOUD_PC_KEPT_MS : undefined;
  return { ...receiptOf(change, order.guest, on, images, now(), keptMs), run: order.askedBy };
}

/**
 * Says what became of the order: to the audit first (an order that is settled is not looked at again, so what was not
 * audited by then never would be), then to whoever asked, then to the guest's run.
 */
async function settleOrder(
  deps: GatewayDeps,
  stored: Versioned<RemovalOrder>,
  order: RemovalOrder,
): Promise<Outcome<{ executed: boolean; receipts: Receipt[] }>> {
  await deps.audit.append({
    opId: `order-${order.guest}-${order.action}-${order.askedAt}-${order.state}`,
    at: deps.now().toISOString(),
    actor: { kind: 'service', id: 'offboarding' },
    action: order.action,
    target: isTenantAction(order.action) ? `partner/${order.partner}` : `guest/${order.guest}`,
    plan: order.plan,
    reason: `asked by run ${order.askedBy}`,
    ticket: null,
    result: order.state === 'done' ? 'done' : 'refused',
    detail: { refused: order.refused, before: order.before },
  });
  if ((await deps.orders.replace(order, stored.etag)) === 'conflict') return later('order-pending', 1);
  // Told at once, a guest whose order was refused would be looked at again, ask again and be refused, without end.
  if (deps.now().getTime() - Date.parse(order.askedAt) >= TELL_AFTER_MS)
    await deps.hints.send([hintFor(subjectOf(order), `${order.askedBy}-${order.action}-told`)]);
  return done({ executed: order.state === 'done', receipts: order.receipt === null ? [] : [order.receipt] });
}

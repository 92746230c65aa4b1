import { describe, expect, it } from '@jest/globals';
import { executeOrder } from '../../../orchestrations/activities/execute-order';
import type { GatewayDeps } from '../../../orchestrations/activities/gateway';
import { secondsPutOff } from '../../../orchestrations/activities/put-off';
import { RetryableError, TerminalError } from '../../../shared/domain/codes';
import { guestId, partnerId } from '../../../shared/domain/ids';
import type { OrderFacts, RemovalOrder } from '../../../shared/domain/removal-order';
import { memoryAudit } from '../../../shared/state/memory/memory-audit';
import { memoryCursors } from '../../../shared/state/memory/memory-cursors';
import { memoryPartners } from '../../../shared/state/memory/memory-partners';
import { memoryRemovalOrders } from '../../../shared/state/memory/memory-removal-orders';
import { guid, NOON, subject } from '../../shared/state/builders';
import { contosoPolicy, CONTOSO_TENANT } from '../../support/contoso-policy';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { MemoryTenant } from '../../support/memory-tenant';

const GUEST = guestId(guid(1));
const input = (n: number) => ({
  life: { subject: subject(n, 'order'), run: 1, token: 't', waitedSeconds: 0 },
  action: 'disable-account' as const,
});

const order = (guest: string): RemovalOrder => ({
  guest: guestId(guest),
  action: 'disable-account',
  partner: partnerId('contoso'),
  target: null,
  plan: null,
  askedAt: NOON,
  askedBy: `guest-${guest}-1`,
  state: 'asked',
  refused: null,
  before: null,
  receipt: null,
});

interface Desk {
  deps: GatewayDeps;
  tenant: MemoryTenant;
  /** Moves time. */
  wait(seconds: number): void;
}

/** Two guests whose accounts are to be disabled. */
async function desk(facts: Partial<OrderFacts> = {}): Promise<Desk> {
  let nowMs = Date.parse(NOON);
  const tenant = new MemoryTenant(0);
  for (const n of [1, 2]) tenant.admit(n, nowMs);
  const capabilities = tenant.capabilities(() => nowMs);
  const deps: GatewayDeps = {
    ...capabilities,
    orders: memoryRemovalOrders(),
    partners: memoryPartners(),
    readTenantFacts: () => Promise.reject(new Error('no order here is about a tenant')),
    cursors: memoryCursors(),
    audit: memoryAudit(),
    hints: new MemoryHintBus(),
    readFacts: async ({ guest }) => ({
      user: tenant.users.get(guest) ?? 'soft-deleted',
      account: await capabilities.accounts.read(guest, CONTOSO_TENANT),
      policy: contosoPolicy(),
      isPlanned: undefined,
      isAdopted: false,
      isKilled: false,
      exclusion: 'not-named',
      ...facts,
    }),
    drawFromCap: async () => undefined,
    now: () => new Date(nowMs),
  };
  await deps.orders.insert(order(guid(1)));
  await deps.orders.insert(order(guid(2)));
  return { deps, tenant, wait: (seconds) => void (nowMs += seconds * 1000) };
}

const audited = async ({ deps }: Desk) =>
  (await deps.audit.read(10)).map(({ action, target, result }) => `${action} ${target} ${result}`);

describe('the gateway', () => {
  it('does what was asked once, keeps how it was before, and says so to the audit and to the guest’s run', async () => {
    const open = await desk();
    expect(await executeOrder(open.deps)(input(1))).toMatchObject({
      kind: 'done',
      value: { executed: true, receipts: [{ change: 'account-disabled' }] },
    });
    expect(await executeOrder(open.deps)(input(1))).toEqual({
      kind: 'done',
      value: { executed: false, receipts: [] },
    });
    expect(open.tenant.effects).toEqual([`disable ${GUEST}`]);
    expect((await open.deps.orders.read(GUEST, 'disable-account'))?.value).toMatchObject({
      state: 'done',
      before: { account: 'enabled' },
      receipt: { change: 'account-disabled' },
    });
    expect(await audited(open)).toEqual([`disable-account guest/${GUEST} done`]);
  });

  it('audits what it refused, and does nothing', async () => {
    const open = await desk({ isKilled: true });
    expect(await executeOrder(open.deps)(input(1))).toEqual({
      kind: 'done',
      value: { executed: false, receipts: [] },
    });
    expect(open.tenant.effects).toEqual([]);
    expect(await audited(open)).toEqual([`disable-account guest/${GUEST} refused`]);
  });

  it('makes no second change where it died after the change, and forgets neither receipt nor audit', async () => {
    const open = await desk();
    const replace = open.deps.orders.replace.bind(open.deps.orders);
    let isStruck = false;
    open.deps.orders.replace = (changed, etag) => {
      if (changed.state !== 'done' || isStruck) return replace(changed, etag);
      isStruck = true;
      return Promise.reject(new Error('the process died'));
    };
    await expect(executeOrder(open.deps)(input(1))).rejects.toThrow('the process died');
    expect(await executeOrder(open.deps)(input(1))).toMatchObject({ value: { executed: true } });
    expect(open.tenant.effects).toEqual([`disable ${GUEST}`]);
    expect(await audited(open)).toEqual([`disable-account guest/${GUEST} done`]);
    const settled = (await open.deps.orders.read(GUEST, 'disable-account'))?.value;
    expect(settled?.receipt).toMatchObject({ before: { account: 'enabled' } });
  });

  it('tells whoever asked what the service refused for good', async () => {
    const open = await desk();
    open.deps.accounts.setEnabled = () => Promise.reject(new TerminalError('forbidden', 'the app may not'));
    await executeOrder(open.deps)(input(1));
    expect((await open.deps.orders.read(GUEST, 'disable-account'))?.value).toMatchObject({
      state: 'refused',
      refused: { code: 'forbidden' },
    });
  });
});

describe('a service that asked to be left alone', () => {
  it('hears of no order before that time is over: one 429 is enough for all', async () => {
    const open = await desk();
    const setEnabled = open.deps.accounts.setEnabled.bind(open.deps.accounts);
    let calls = 0;
    open.deps.accounts.setEnabled = (...args) => {
      calls += 1;
      return calls === 1 ? Promise.reject(new RetryableError('throttled', 'busy', 30)) : setEnabled(...args);
    };
    expect(await executeOrder(open.deps)(input(1))).toMatchObject({ kind: 'later', reason: 'throttled' });
    open.wait(10);
    expect(await executeOrder(open.deps)(input(2))).toMatchObject({ kind: 'later', reason: 'throttled' });
    expect(calls).toBe(1);
    expect(await secondsPutOff(open.deps, open.deps.now().toISOString())).toBe(20);
    open.wait(20);
    for (const n of [1, 2])
      expect(await executeOrder(open.deps)(input(n))).toMatchObject({ value: { executed: true } });
    expect(open.tenant.effects).toHaveLength(2);
  });
});

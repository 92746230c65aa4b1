import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunCommandResult } from '../../shared/clients/virtual-machines';
import { hostId } from '../../shared/domain/ids';
import {
  BLOCKED_GROUP,
  contosoPolicy,
  CONTOSO_TENANT,
  ELIGIBLE_GROUP,
  type PolicyChanges,
} from '../support/contoso-policy';
import { MemoryTenant } from '../support/memory-tenant';
import { productUnderTest, type ProductUnderTest } from '../support/product-under-test';

const DAY_SECONDS = 24 * 3600;
let tenant: MemoryTenant;
let product: ProductUnderTest;
/** What the machine says of a removal; undefined = it succeeds. */
let removalReport: RunCommandResult | undefined;

beforeEach(async () => {
  tenant = new MemoryTenant(1);
  removalReport = undefined;
  product = await productUnderTest({
    capabilities: (now) => {
      const { machines, ...others } = tenant.capabilities(now);
      const readRunCommand: typeof machines.readRunCommand = async (machine, name) =>
        name.startsWith('gsa-remove-') && removalReport !== undefined
          ? removalReport
          : machines.readRunCommand(machine, name);
      return { ...others, machines: { ...machines, readRunCommand } };
    },
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: BLOCKED_GROUP },
    startMs: Date.parse('2026-09-01T08:00:00Z'),
  });
  await policy();
});
afterEach(() => product.stop());

async function policy(changes: PolicyChanges = {}): Promise<void> {
  const { partners } = product.ports;
  await partners.put(contosoPolicy(changes), (await partners.read(contosoPolicy().partner))?.etag);
}

async function ready(n: number): Promise<string> {
  const guest = tenant.admit(n, product.host.clock.now());
  await product.hint(guest);
  await product.advance(60);
  expect((await product.guest(guest)).state).toBe('ready');
  tenant.effects.length = 0;
  return guest;
}

async function lose(guest: string, seconds = 120): Promise<void> {
  tenant.group(ELIGIBLE_GROUP).delete(guest);
  await product.hint(guest);
  await product.advance(seconds);
  expect((await product.guest(guest)).state).toBe('removed');
}

const host = () => hostId(tenant.hosts[0]!.vmId!);
const machine = () => tenant.hosts[0]!.vmResourceId!;
const record = async () => (await product.ports.hosts.read(host()))!.value;
const done = (what: string) => tenant.effects.filter((effect) => effect.startsWith(`${what} `)).length;
const receipts = async () =>
  (await product.ports.ledger.read({ kind: 'host', id: host() })).flatMap(
    ({ evidence }) => (evidence as { receipts?: object[] } | null)?.receipts ?? [],
  );

describe('a freed host', () => {
  it('loses its client, which is read back and receipted, and no command stays on the machine', async () => {
    const ada = await ready(1);
    await lose(ada);
    expect(tenant.clients.size).toBe(0);
    expect(tenant.commands.size).toBe(0);
    expect(await record()).toMatchObject({
      lease: { kind: 'dirty' },
      wanted: null,
      proved: null,
      isClientUnwanted: false,
    });
    expect((await record()).removing).toBeUndefined();
    expect(await receipts()).toMatchObject([
      { change: 'client-removed', guest: ada, on: host(), before: { version: '2.24.117' } },
    ]);
    expect(await product.row(host(), 'host')).toMatchObject({ state: 'idle', live: false });
  });

  it('keeps it where a guest of the same partner has the host again before anything was begun', async () => {
    await policy({ hostReuse: 'same-partner', startVm: 'never' });
    const ada = await ready(1);
    tenant.power.set(machine(), 'deallocated');
    await lose(ada);
    tenant.power.set(machine(), 'running');
    await ready(2);
    await product.advance(2 * DAY_SECONDS);
    expect(done('uninstall')).toBe(0);
    expect(tenant.clients.size).toBe(1);
    expect(await receipts()).toEqual([]);
  });

  it('that is leased again while the client goes gets it anew, and the guest is not called ready before', async () => {
    await policy({ hostReuse: 'same-partner' });
    const ada = await ready(1);
    tenant.durations.installSeconds = 40;
    await lose(ada, 20);
    expect(done('uninstall')).toBe(1);
    const ben = tenant.admit(2, product.host.clock.now());
    await product.hint(ben);
    await product.advance(5);
    expect((await product.guest(ben)).state).not.toBe('ready');
    await product.advance(180);
    expect((await product.guest(ben)).state).toBe('ready');
    expect(tenant.effects.filter((effect) => /install on/.test(effect))).toEqual([
      `uninstall on ${machine()}`,
      `install on ${machine()}`,
    ]);
    expect(tenant.clients.size).toBe(1);
    expect(await product.failures()).toEqual([]);
  });

  it('that is off is started and stopped again where the policy says startVm: always', async () => {
    const ada = await ready(1);
    tenant.power.set(machine(), 'deallocated');
    await lose(ada);
    expect(tenant.clients.size).toBe(0);
    expect([done('start'), done('deallocate')]).toEqual([1, 1]);
  });

  it('that is off and may not be started waits without a failure, and loses it once somebody starts it', async () => {
    await policy({ startVm: 'never' });
    const ada = await ready(1);
    tenant.power.set(machine(), 'deallocated');
    await lose(ada);
    expect(await product.row(host(), 'host')).toMatchObject({ state: 'held' });
    expect(await product.failures()).toEqual([]);
    tenant.power.set(machine(), 'running');
    await product.advance(DAY_SECONDS);
    expect(tenant.clients.size).toBe(0);
    expect(done('start')).toBe(0);
  });

  it('from which the client does not go is a failure that says why, and is tried again', async () => {
    const ada = await ready(1);
    const report = { schema: 1, outcome: 'failed', version: '2.24.117', exitCode: 1603 };
    removalReport = { executionState: 'Failed', exitCode: 1603, output: JSON.stringify(report), error: '' };
    await lose(ada);
    expect(await product.failures()).toEqual([
      { flow: 'host', step: 'readUninstallCommand', code: 'client-failed' },
    ]);
    expect(await record()).toMatchObject({ isClientUnwanted: true, proved: null });
    removalReport = undefined;
    await product.advance(3700);
    expect(tenant.clients.size).toBe(0);
    expect(await product.failures()).toEqual([]);
  });
});

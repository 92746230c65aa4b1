import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HostId } from '../../shared/domain/ids';
import { contoso, type Contoso } from '../support/contoso';
import { stopTenants } from '../local/tenant/tenant-under-test';

const MACHINE = 'avd-contoso-1';
const VM_ID = 'a0e1d2c3-b4a5-4968-8776-655443322101' as HostId;
/** A window that opens in about two hours of the tenant's time, and every day. */
const inTwoHours = (nowMs: number) => {
  const hour = (ahead: number) => new Date(nowMs + ahead * 3_600_000).toISOString().slice(11, 13);
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  return { timeZone: 'UTC', days, from: `${hour(2)}:00`, to: `${hour(5)}:00` };
};

let product: Contoso;
beforeEach(async () => {
  product = await contoso();
  for (const n of [2, 3])
    await product.tenant.control.setSessionHost({ name: `avd-contoso-${n}`, allowNewSession: false });
});
afterEach(async () => {
  await product.stop();
  await stopTenants();
});

const machine = (changes: object = {}) => product.tenant.control.setMachine({ name: MACHINE, ...changes });
const wrote = (end: string) => product.writes.filter((write) => write.endsWith(end)).length;

/** Lets somebody in who owns the machine already, so that a machine that is off is nobody's choice. */
async function admit(): Promise<string> {
  const ada = await product.admit('ada');
  const assignedUser = 'ada_contoso.com#EXT#@woodgrove.onmicrosoft.com';
  await product.tenant.control.setSessionHost({ name: MACHINE, assignedUser });
  await product.hint(ada);
  return ada;
}

describe('a machine that is deallocated', () => {
  it('is deallocated again once the client is on it, where we started it', async () => {
    await machine({ power: 'deallocated' });
    const ada = await admit();
    await product.advance(180);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect([wrote('/start'), wrote('/deallocate'), wrote('/restart')]).toEqual([1, 1, 0]);
    expect((await product.ports.hosts.read(VM_ID))?.value.isStartedByUs).toBe(false);
  });

  it('is started in the window only: the guest is told when, and let in then', async () => {
    const nowMs = product.ports.now().getTime();
    await product.applyPolicy({ startVm: 'window', maintenanceWindow: inTwoHours(nowMs) });
    await machine({ power: 'deallocated' });
    const ada = await admit();
    await product.advance(400);
    const waiting = await product.guest(ada);
    expect(waiting).toMatchObject({ state: 'working', reason: { code: 'window-closed' } });
    expect(waiting.reason?.message).toContain(waiting.wakeAt!.slice(0, 16));
    expect(Date.parse(waiting.wakeAt!) - nowMs).toBeGreaterThan(3_600_000);
    expect(wrote('/start')).toBe(0);
    await product.advance(2 * 3600 + 300);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready', reason: null });
    expect([wrote('/start'), wrote('/deallocate')]).toEqual([1, 1]);
  });
});

describe('an installer that asks for a restart', () => {
  it('gets it, once, where nobody is signed in', async () => {
    await machine({ plannedExits: [3010] });
    const ada = await admit();
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(wrote('/restart')).toBe(1);
    await product.hint(VM_ID, 'host');
    expect(wrote('/restart')).toBe(1);
  });

  it('does not get it while somebody is, and gets it the next time the host is looked at', async () => {
    await machine({ plannedExits: [3010] });
    const { desktops } = product.ports;
    const read = desktops.readSessionHost.bind(desktops);
    let sessions = 1;
    desktops.readSessionHost = async (id) => {
      const host = await read(id);
      return host && { ...host, sessions };
    };
    const ada = await admit();
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(wrote('/restart')).toBe(0);
    sessions = 0;
    await product.hint(VM_ID, 'host');
    await product.advance(10);
    expect(wrote('/restart')).toBe(1);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HostId } from '../../shared/domain/ids';
import { contoso, type Contoso } from '../support/contoso';
import { stopTenants } from '../local/tenant/tenant-under-test';

/** The only host left for the guests of these tests. */
const MACHINE = 'avd-contoso-1';
const VM_ID = 'a0e1d2c3-b4a5-4968-8776-655443322101' as HostId;
const HOUR_SECONDS = 3600;

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
const installs = () => product.writes.filter((write) => /^PUT .*gsa-install/.test(write)).length;

/** Lets somebody in who owns the machine already, so that a machine that is off is nobody's choice. */
async function admit(): Promise<string> {
  const ada = await product.admit('ada');
  const assignedUser = 'ada_contoso.com#EXT#@woodgrove.onmicrosoft.com';
  await product.tenant.control.setSessionHost({ name: MACHINE, assignedUser });
  await product.hint(ada);
  return ada;
}

describe('a machine that is deallocated', () => {
  it('is started where the policy says startVm: always', async () => {
    await machine({ power: 'deallocated' });
    const ada = await admit();
    await product.advance(180);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(product.writes.filter((write) => write.endsWith('/start'))).toHaveLength(1);
  });

  it('is left alone where it says never: guest and host are held, and let go once somebody starts it', async () => {
    await product.applyPolicy({ startVm: 'never' });
    await machine({ power: 'deallocated' });
    const ada = await admit();
    await product.advance(180);
    expect(await product.guest(ada)).toMatchObject({
      state: 'held',
      reason: { message: expect.stringContaining('startVm: never') },
    });
    expect(await product.row(VM_ID, 'host')).toMatchObject({ state: 'held', live: false });
    expect(product.writes.filter((write) => write.endsWith('/start'))).toEqual([]);
    expect(await product.failures()).toHaveLength(2);
    await machine({ power: 'running' });
    await product.advance(HOUR_SECONDS + 120);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(await product.failures()).toEqual([]);
  });
});

describe('an installer', () => {
  it('that meets another one parks its run, and the next run uses a new command', async () => {
    await machine({ plannedExits: [1618] });
    const ada = await admit();
    await product.advance(60);
    expect(await product.row(VM_ID, 'host')).toMatchObject({
      state: 'working',
      detail: { reason: { code: 'command-running' } },
    });
    await product.advance(400);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    const commands = product.writes.flatMap((write) => /^PUT .*(gsa-install-.*)$/.exec(write)?.[1] ?? []);
    expect(new Set(commands).size).toBe(2);
    expect(await product.failures()).toEqual([]);
  });

  it('that fails holds host and guest with its exit code, and a mended machine closes the failures', async () => {
    await machine({ plannedExits: [1603] });
    const ada = await admit();
    await product.advance(120);
    expect(await product.guest(ada)).toMatchObject({
      state: 'held',
      reason: { code: 'client-failed', message: expect.stringContaining('1603') },
    });
    expect((await product.failures()).map(({ flow, code }) => `${flow} ${code}`).sort()).toEqual([
      'guest client-failed',
      'host client-failed',
    ]);
    await product.advance(HOUR_SECONDS + 120);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(await product.row(VM_ID, 'host')).toMatchObject({ state: 'idle' });
    expect(await product.failures()).toEqual([]);
  });

  it('that asks for a restart has installed', async () => {
    await machine({ plannedExits: [3010] });
    const ada = await admit();
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
  });

  it('is not run where the client is there already', async () => {
    await machine({ clientVersion: '2.24.200' });
    const ada = await admit();
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect((await machine()).client).toEqual({ version: '2.24.200' });
  });

  it('that takes ten minutes is waited for, not started again beside itself', async () => {
    await product.tenant.control.setDurations({ runCommand: 600 });
    const ada = await admit();
    await product.advance(580);
    expect(await product.guest(ada)).toMatchObject({ state: 'working', reason: { code: 'client-pending' } });
    expect(installs()).toBe(1);
    await product.advance(200);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(installs()).toBe(1);
  });

  it('that fails after ten minutes is not run again by the guest that hears of it', async () => {
    await product.tenant.control.setDurations({ runCommand: 600 });
    await machine({ plannedExits: [1603, 1603, 1603] });
    const ada = await admit();
    await product.advance(800);
    expect(await product.guest(ada)).toMatchObject({ state: 'held', reason: { code: 'client-failed' } });
    expect(installs()).toBe(1);
  });

  it('is asked for again where the first hint of the host was lost', async () => {
    const ada = await product.admit('ada');
    await product.hint(ada);
    await product.advance(2);
    const takeDue = product.bus.takeDue.bind(product.bus);
    product.bus.takeDue = (nowMs) =>
      takeDue(nowMs).filter((message) => (message as { kind: string }).kind !== 'host');
    await product.advance(60);
    product.bus.takeDue = takeDue;
    await product.advance(900);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
  });

  it('leaves no run command on the machine', async () => {
    await machine({ plannedExits: [1618, 1618] });
    await admit();
    await product.advance(900);
    const { accessToken } = await product.tenant.control.userToken({
      user: 'piet',
      audience: 'https://management.azure.com',
    });
    const { target } = (await product.ports.hosts.read(VM_ID))!.value;
    const path = target.kind === 'vm' ? target.vmResourceId : '';
    const listed = await fetch(`${product.tenant.url}${path}/runCommands?api-version=2024-07-01`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(await listed.json()).toMatchObject({ value: [] });
  });
});

describe('Intune', () => {
  it('that reports a failed install holds the guest, and its later success lets it in', async () => {
    const ben = await product.admit('ben', { cloudPc: true });
    await product.tenant.control.setDurations({ appInstall: 20 });
    await product.hint(ben);
    await product.advance(12);
    await product.tenant.control.failAppInstallation({ user: ben });
    await product.advance(120);
    expect(await product.guest(ben)).toMatchObject({ state: 'held', reason: { code: 'client-failed' } });
    await product.tenant.control.clearAppFailure({ user: ben });
    await product.advance(HOUR_SECONDS + 120);
    expect(await product.guest(ben)).toMatchObject({ state: 'ready' });
    expect(await product.failures()).toEqual([]);
  });
});

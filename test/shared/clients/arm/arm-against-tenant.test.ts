import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tenant } from '../../../../local/tenant/tenant';
import { armDesktops } from '../../../../shared/clients/arm/arm-desktops';
import { armVirtualMachines } from '../../../../shared/clients/arm/arm-virtual-machines';
import { connectArm, type ArmConnection } from '../../../../shared/clients/arm/connect-arm';
import { FIRST_HOST, FIRST_VM, GROUP_SCOPE, POOL, stillTenant } from '../../../local/tenant/arm/arm-clients';
import { credentialOf, stopTenants } from '../../../local/tenant/tenant-under-test';

const POOL_ID = `${GROUP_SCOPE}/providers/Microsoft.DesktopVirtualization/hostPools/${POOL}`;
const HOST_ID = `${POOL_ID}/sessionHosts/${FIRST_HOST}`;
const NAME = 'anna_contoso.com#EXT#@woodgrove.onmicrosoft.com';
const COMMAND = {
  name: 'gsa-install-2.24.117.0-1',
  script: 'param($Version, $InstallerUrl, $Sha256) <# installs #>',
  parameters: { Version: '2.24.117.0', Sha256: 'ab'.repeat(32) },
  protectedParameters: { InstallerUrl: 'https://installers.invalid/client.exe?sig=secret' },
  timeoutSeconds: 3_600,
};

let tenant: Tenant;
let arm: ArmConnection;

beforeEach(async () => {
  tenant = await stillTenant();
  arm = connectArm({ endpoint: tenant.url, credential: credentialOf(tenant) });
});
afterEach(stopTenants);

describe('armDesktops at the simulated tenant', () => {
  it('reads the pool and all its hosts', async () => {
    const desktops = armDesktops(arm);
    expect(await desktops.readHostPool(POOL_ID)).toMatchObject({
      hostPoolType: 'Personal',
      customRdpProperty: expect.stringContaining('enablerdsaadauth:i:1'),
    });
    const hosts = await desktops.listSessionHosts(POOL_ID);
    expect(hosts.map(({ name }) => name).sort()).toEqual(['avd-contoso-1', 'avd-contoso-2', 'avd-contoso-3']);
    const [first] = hosts.filter(({ name }) => name === FIRST_HOST);
    expect(first).toMatchObject({ assignedUser: null, vmId: 'a0e1d2c3-b4a5-4968-8776-655443322101' });
    expect(first?.vmResourceId?.toLowerCase()).toBe(FIRST_VM.toLowerCase());
    expect(await desktops.readSessionHost(first?.id ?? '')).toEqual(first);
  });

  it('binds a host to a guest and reads it back', async () => {
    const desktops = armDesktops(arm);
    await expect(desktops.assignUser(HOST_ID, NAME)).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('check that the guest exists'),
    });
    await tenant.control.invite({ mail: 'anna@contoso.com' });
    await desktops.assignUser(HOST_ID, NAME);
    await desktops.assignUser(HOST_ID, NAME);
    expect(await desktops.readSessionHost(HOST_ID)).toMatchObject({ assignedUser: NAME });
  });

  it('knows a missing host from a missing pool', async () => {
    expect(await armDesktops(arm).readSessionHost(`${HOST_ID}-gone`)).toBeUndefined();
    await expect(armDesktops(arm).readHostPool(`${POOL_ID}-gone`)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it.each([
    [
      { status: 429, retryAfterSeconds: 7 },
      { reason: 'throttled', retryAfterSeconds: 7 },
    ],
    [{ status: 503 }, { reason: 'unavailable', retryAfterSeconds: 15 }],
    [{ status: 0 }, { reason: 'unavailable' }],
    [{ status: 409, code: 'Conflict' }, { reason: 'unavailable' }],
    [{ status: 403, code: 'AuthorizationFailed' }, { code: 'forbidden' }],
  ])('answers %j with %j, after one request', async (fault, failure) => {
    await tenant.control.addFault({ path: POOL_ID, ...fault });
    await expect(armDesktops(arm).readHostPool(POOL_ID)).rejects.toMatchObject(failure);
    const [rule] = await tenant.control.listFaults({});
    expect(rule?.struck).toBe(1);
  });
});

describe('armVirtualMachines at the simulated tenant', () => {
  it('starts a stopped machine without waiting for it', async () => {
    await tenant.control.setMachine({ name: FIRST_HOST, power: 'deallocated' });
    const machines = armVirtualMachines(arm);
    expect(await machines.read(FIRST_VM)).toMatchObject({ powerState: 'deallocated', isAgentReady: false });
    const refused = machines.putRunCommand(FIRST_VM, 'westeurope', COMMAND);
    await expect(refused).rejects.toMatchObject({ reason: 'vm-starting' });
    await machines.start(FIRST_VM);
    expect(await machines.read(FIRST_VM)).toMatchObject({ powerState: 'starting' });
    await tenant.control.advanceClock({ minutes: 5 });
    expect(await machines.read(FIRST_VM)).toMatchObject({ powerState: 'running', isAgentReady: true });
  });

  it('puts a command, sees it run and succeed, and removes it', async () => {
    const machines = armVirtualMachines(arm);
    const { location } = await machines.read(FIRST_VM);
    expect(await machines.readRunCommand(FIRST_VM, COMMAND.name)).toBeUndefined();
    await machines.putRunCommand(FIRST_VM, location, COMMAND);
    expect(await machines.readRunCommand(FIRST_VM, COMMAND.name)).toMatchObject({
      executionState: 'Running',
    });
    await tenant.control.advanceClock({ minutes: 5 });
    expect(await machines.readRunCommand(FIRST_VM, COMMAND.name)).toMatchObject({
      executionState: 'Succeeded',
      exitCode: 0,
      output: expect.stringContaining('"outcome":"installed"'),
    });
    await expect(machines.removeRunCommand(FIRST_VM, COMMAND.name)).rejects.toMatchObject({
      reason: 'command-running',
    });
    await tenant.control.advanceClock({ seconds: 5 });
    await machines.removeRunCommand(FIRST_VM, COMMAND.name);
    expect(await machines.readRunCommand(FIRST_VM, COMMAND.name)).toBeUndefined();
  });

  it("gives Compute's own throttle of one machine back", async () => {
    const machines = armVirtualMachines(arm);
    const starts = Array.from({ length: 13 }, () => machines.start(FIRST_VM));
    const refused = (await Promise.allSettled(starts)).filter((start) => start.status === 'rejected');
    expect(refused.map(({ reason }) => reason as unknown)).toEqual([
      expect.objectContaining({ reason: 'throttled' }),
    ]);
  });
});

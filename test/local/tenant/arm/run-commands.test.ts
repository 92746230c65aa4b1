import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onePartner, stopTenants } from '../tenant-under-test';
import { armFetch, computeOf, FIRST_HOST, FIRST_VM, GROUP, installCommand, stillTenant } from './arm-clients';

afterEach(stopTenants);

const NAME = 'gsa-install-2.24.117.0-1';
const lastLine = (output = ''): unknown => JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
const url = (name: string): string => `${FIRST_VM}/runCommands/${name}?api-version=2023-03-01`;

function putBody(changes: Record<string, unknown> = {}): string {
  const { location, ...properties } = installCommand();
  return JSON.stringify({ location, properties: { ...properties, ...changes } });
}

describe('managed run commands', () => {
  it('run on the tenant clock and print one document that tells what was installed', async () => {
    const tenant = await stillTenant();
    const compute = computeOf(tenant).virtualMachineRunCommands;
    await compute.createOrUpdate(GROUP, FIRST_HOST, NAME, installCommand());
    const running = await compute.getByVirtualMachine(GROUP, FIRST_HOST, NAME, { expand: 'instanceView' });
    expect(running.instanceView?.executionState).toBe('Running');
    expect(running.provisioningState).toBe('Succeeded');
    await tenant.control.advanceClock({ seconds: 3 });
    const done = await compute.getByVirtualMachine(GROUP, FIRST_HOST, NAME, { expand: 'instanceView' });
    expect(done.instanceView).toMatchObject({ executionState: 'Succeeded', exitCode: 0 });
    expect(lastLine(done.instanceView?.output)).toEqual({
      schema: 1,
      outcome: 'installed',
      version: '2.24.117.0',
      exitCode: 0,
    });
  });

  it('show the instance view only to those who expand it', async () => {
    const tenant = await stillTenant();
    const compute = computeOf(tenant).virtualMachineRunCommands;
    await compute.createOrUpdate(GROUP, FIRST_HOST, NAME, installCommand());
    const plain = await compute.getByVirtualMachine(GROUP, FIRST_HOST, NAME);
    expect(plain.instanceView).toBeUndefined();
  });

  it('answer 201 with a polling URL that says InProgress until the script has ended', async () => {
    const tenant = await stillTenant();
    const put = await armFetch(tenant, url(NAME), {
      method: 'PUT',
      body: putBody({ asyncExecution: false }),
    });
    expect(put.status).toBe(201);
    const poll = new URL(put.headers.get('azure-asyncoperation') ?? '');
    expect(put.headers.get('location')).toBeNull();
    const before = await armFetch(tenant, `${poll.pathname}${poll.search}`);
    expect(await before.json()).toMatchObject({ status: 'InProgress' });
    await tenant.control.advanceClock({ seconds: 3 });
    const after = await armFetch(tenant, `${poll.pathname}${poll.search}`);
    expect(await after.json()).toMatchObject({ status: 'Succeeded' });
  });

  it('say "already" where the client is new enough', async () => {
    const tenant = await stillTenant();
    const compute = computeOf(tenant).virtualMachineRunCommands;
    await compute.createOrUpdate(GROUP, FIRST_HOST, NAME, installCommand());
    await tenant.control.advanceClock({ seconds: 3 });
    await compute.createOrUpdate(GROUP, FIRST_HOST, 'gsa-install-2.20.0.0-1', installCommand('2.20.0.0'));
    await tenant.control.advanceClock({ seconds: 3 });
    const second = await compute.getByVirtualMachine(GROUP, FIRST_HOST, 'gsa-install-2.20.0.0-1', {
      expand: 'instanceView',
    });
    expect(lastLine(second.instanceView?.output)).toMatchObject({
      outcome: 'already',
      version: '2.24.117.0',
    });
  });

  it('do not run again when the same name and body are put again', async () => {
    const tenant = await stillTenant();
    await armFetch(tenant, url(NAME), { method: 'PUT', body: putBody() });
    await tenant.control.advanceClock({ seconds: 3 });
    const again = await armFetch(tenant, url(NAME), { method: 'PUT', body: putBody() });
    expect(again.status).toBe(200);
    const view = await armFetch(tenant, `${url(NAME)}&$expand=instanceView`);
    expect(await view.json()).toMatchObject({
      properties: { instanceView: { executionState: 'Succeeded' } },
    });
    await tenant.control.setSwitch({ name: 'runCommandSameBodyRunsAgain', value: true });
    await armFetch(tenant, url(NAME), { method: 'PUT', body: putBody() });
    const rerun = await armFetch(tenant, `${url(NAME)}&$expand=instanceView`);
    expect(await rerun.json()).toMatchObject({ properties: { instanceView: { executionState: 'Running' } } });
  });

  it('let the second of two installers on one machine find Windows Installer busy', async () => {
    const tenant = await stillTenant();
    const compute = computeOf(tenant).virtualMachineRunCommands;
    await compute.createOrUpdate(GROUP, FIRST_HOST, NAME, installCommand());
    await tenant.control.advanceClock({ seconds: 1 });
    const second = 'gsa-install-2.30.0.0-1';
    await compute.createOrUpdate(GROUP, FIRST_HOST, second, installCommand('2.30.0.0'));
    await tenant.control.advanceClock({ seconds: 4 });
    const view = await compute.getByVirtualMachine(GROUP, FIRST_HOST, second, { expand: 'instanceView' });
    expect(view.instanceView).toMatchObject({ executionState: 'Failed', exitCode: 1618 });
    expect(view.provisioningState).toBe('Succeeded');
  });

  it('are killed by DELETE and leave the machine as it was', async () => {
    const tenant = await stillTenant();
    await armFetch(tenant, url(NAME), { method: 'PUT', body: putBody() });
    const deleted = await armFetch(tenant, url(NAME), { method: 'DELETE' });
    expect(deleted.status).toBe(202);
    await tenant.control.advanceClock({ seconds: 10 });
    const gone = await armFetch(tenant, url(NAME));
    expect(gone.status).toBe(404);
    const repeated = await armFetch(tenant, url(NAME), { method: 'DELETE' });
    expect(repeated.status).toBe(204);
    const probe = JSON.stringify({ location: 'westeurope', properties: { source: { script: 'probe' } } });
    await armFetch(tenant, url('gsa-probe-1'), { method: 'PUT', body: probe });
    await tenant.control.advanceClock({ seconds: 3 });
    const view = await computeOf(tenant).virtualMachineRunCommands.getByVirtualMachine(
      GROUP,
      FIRST_HOST,
      'gsa-probe-1',
      { expand: 'instanceView' },
    );
    expect(lastLine(view.instanceView?.output)).toMatchObject({ clientVersion: null });
  });

  it('keep protected parameters out of every answer', async () => {
    const tenant = await stillTenant();
    const secret = [{ name: 'Sas', value: 'do-not-show' }];
    const put = await armFetch(tenant, url(NAME), {
      method: 'PUT',
      body: putBody({ protectedParameters: secret }),
    });
    expect(await put.text()).not.toContain('do-not-show');
    const got = await armFetch(tenant, `${url(NAME)}&$expand=instanceView`);
    expect(await got.text()).not.toContain('do-not-show');
  });

  it('are refused on a machine that does not run', async () => {
    const tenant = await stillTenant();
    await tenant.control.setMachine({ name: FIRST_HOST, power: 'deallocated' });
    const put = await armFetch(tenant, url(NAME), { method: 'PUT', body: putBody() });
    expect(put.status).toBe(409);
    expect(await put.json()).toMatchObject({ error: { code: 'OperationNotAllowed' } });
  });

  it('fail with the exit codes that a scenario or the control API plans', async () => {
    const tenant = await stillTenant();
    await tenant.control.setMachine({ name: FIRST_HOST, plannedExits: [1603, 3010] });
    const compute = computeOf(tenant).virtualMachineRunCommands;
    const seen: unknown[] = [];
    for (const attempt of [1, 2]) {
      const name = `gsa-install-2.24.117.0-${attempt}`;
      await compute.createOrUpdate(GROUP, FIRST_HOST, name, installCommand());
      await tenant.control.advanceClock({ seconds: 3 });
      const { instanceView } = await compute.getByVirtualMachine(GROUP, FIRST_HOST, name, {
        expand: 'instanceView',
      });
      seen.push([instanceView?.executionState, instanceView?.exitCode, lastLine(instanceView?.output)]);
    }
    expect(seen).toMatchObject([
      ['Failed', 1603, { outcome: 'failed', version: null, exitCode: 1603 }],
      ['Failed', 3010, { outcome: 'installed', version: '2.24.117.0', exitCode: 3010 }],
    ]);
  });

  it('show the last 4 KB of what was printed', async () => {
    const tenant = await stillTenant();
    await tenant.control.setMachine({ name: FIRST_HOST, logLines: 400 });
    const compute = computeOf(tenant).virtualMachineRunCommands;
    await compute.createOrUpdate(GROUP, FIRST_HOST, NAME, installCommand());
    await tenant.control.advanceClock({ seconds: 3 });
    const { instanceView } = await compute.getByVirtualMachine(GROUP, FIRST_HOST, NAME, {
      expand: 'instanceView',
    });
    expect(Buffer.byteLength(instanceView?.output ?? '')).toBe(4096);
    expect(lastLine(instanceView?.output)).toMatchObject({ outcome: 'installed' });
  });

  it('time out by their own limit', async () => {
    const tenant = await stillTenant();
    const body = putBody({ timeoutInSeconds: 2 });
    await armFetch(tenant, url(NAME), { method: 'PUT', body });
    await tenant.control.advanceClock({ seconds: 2 });
    const view = await armFetch(tenant, `${url(NAME)}&$expand=instanceView`);
    expect(await view.json()).toMatchObject({ properties: { instanceView: { executionState: 'TimedOut' } } });
  });

  it('go on while the tenant is restarted', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'gatehouse-tenant-'));
    try {
      const first = await onePartner({ clock: 'virtual', dataFolder });
      await armFetch(first, url(NAME), { method: 'PUT', body: putBody() });
      await first.stop();
      const second = await onePartner({ clock: 'virtual', dataFolder });
      await second.control.advanceClock({ seconds: 3 });
      const view = await armFetch(second, `${url(NAME)}&$expand=instanceView`);
      expect(await view.json()).toMatchObject({
        properties: { instanceView: { executionState: 'Succeeded' } },
      });
      await second.stop();
    } finally {
      rmSync(dataFolder, { recursive: true, force: true });
    }
  });

  it('end when the machine is switched off under them', async () => {
    const tenant = await stillTenant();
    await armFetch(tenant, url(NAME), { method: 'PUT', body: putBody() });
    await tenant.control.setMachine({ name: FIRST_HOST, power: 'deallocated' });
    await tenant.control.advanceClock({ seconds: 3 });
    const view = await armFetch(tenant, `${url(NAME)}&$expand=instanceView`);
    expect(await view.json()).toMatchObject({ properties: { instanceView: { executionState: 'Failed' } } });
  });

  it('take the client off again, and say so when there was none', async () => {
    const tenant = await stillTenant();
    await tenant.control.setMachine({ name: FIRST_HOST, clientVersion: '2.24.117.0' });
    const outcomes: unknown[] = [];
    for (const name of ['gsa-remove-1', 'gsa-remove-2']) {
      const body = JSON.stringify({ location: 'westeurope', properties: { source: { script: 'remove' } } });
      await armFetch(tenant, url(name), { method: 'PUT', body });
      await tenant.control.advanceClock({ seconds: 3 });
      const view = await armFetch(tenant, `${url(name)}&$expand=instanceView`);
      const { properties } = (await view.json()) as { properties: { instanceView: { output: string } } };
      outcomes.push(lastLine(properties.instanceView.output));
    }
    expect(outcomes).toMatchObject([{ outcome: 'removed' }, { outcome: 'absent' }]);
  });

  it('fail as an operation where the agent is not ready', async () => {
    const tenant = await stillTenant();
    await tenant.control.setMachine({ name: FIRST_HOST, agentReady: false });
    const put = await armFetch(tenant, url(NAME), {
      method: 'PUT',
      body: putBody({ asyncExecution: false }),
    });
    await tenant.control.advanceClock({ seconds: 3 });
    const poll = new URL(put.headers.get('azure-asyncoperation') ?? '');
    const status = await armFetch(tenant, `${poll.pathname}${poll.search}`);
    expect(await status.json()).toMatchObject({
      status: 'Failed',
      error: { code: 'VMAgentStatusCommunicationError' },
    });
    const view = await armFetch(tenant, `${url(NAME)}&$expand=instanceView`);
    expect(await view.json()).toMatchObject({ properties: { instanceView: { executionState: 'Unknown' } } });
  });

  it('answer 501 for a script that the simulated machine does not understand', async () => {
    const tenant = await stillTenant();
    const put = await armFetch(tenant, url('hello-world'), { method: 'PUT', body: putBody() });
    expect(put.status).toBe(501);
  });
});

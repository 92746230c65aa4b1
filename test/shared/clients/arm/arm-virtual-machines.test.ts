import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { armVirtualMachines } from '../../../../shared/clients/arm/arm-virtual-machines';
import { connectArm } from '../../../../shared/clients/arm/connect-arm';
import type { VirtualMachines } from '../../../../shared/clients/virtual-machines';
import {
  errorBody,
  scriptedService,
  staticCredential,
  stopServices,
  type ScriptedService,
} from '../scripted-service';

const VM =
  '/subscriptions/b2d7c0de-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/host-1';
const COMMAND = `${VM}/runCommands/gsa-install`;
const REQUEST = {
  name: 'gsa-install',
  script: 'Write-Output 1',
  parameters: { Version: '2.24.117' },
  protectedParameters: { Uri: 'https://blob.example/x?sig=secret' },
  timeoutSeconds: 3_600,
};
const absent = { status: 404, body: errorBody('ResourceNotFound') };

let service: ScriptedService;
let machines: VirtualMachines;

beforeEach(async () => {
  service = await scriptedService();
  machines = armVirtualMachines(connectArm({ endpoint: service.url, credential: staticCredential() }));
});
afterEach(stopServices);

const asked = () => service.received.map(({ method, url }) => `${method} ${url.split('?')[0] ?? ''}`);
/** What a long-running operation answers first; following it would be a second request. */
const accepted = (body?: unknown) => ({
  status: body === undefined ? 202 : 201,
  headers: {
    'azure-asyncoperation': `${service.url}/operations/1`,
    location: `${service.url}/operations/1`,
    'retry-after': '1',
  },
  body,
});

describe('read', () => {
  const machine = (instanceView?: object) => ({
    id: VM,
    location: 'westeurope',
    properties: { vmId: 'A2D7C0DE-0000-4000-8000-000000000002', instanceView },
  });

  it('gives power state and agent in one request', async () => {
    const statuses = [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }];
    const vmAgent = { statuses: [{ code: 'ProvisioningState/succeeded', displayStatus: 'Ready' }] };
    service.answer({ body: machine({ statuses, vmAgent }) });
    expect(await machines.read(VM)).toEqual({
      resourceId: VM,
      vmId: 'a2d7c0de-0000-4000-8000-000000000002',
      location: 'westeurope',
      powerState: 'running',
      isAgentReady: true,
    });
    expect(service.received[0]?.url).toContain('$expand=instanceView');
  });

  it.each([
    [{ statuses: [{ code: 'PowerState/deallocated' }] }, 'deallocated'],
    [
      {
        statuses: [],
        vmAgent: { statuses: [{ code: 'ProvisioningState/Unavailable', displayStatus: 'Not Ready' }] },
      },
      'unknown',
    ],
    [undefined, 'unknown'],
  ])('does not take the agent for ready from %j', async (view, powerState) => {
    service.answer({ body: machine(view) });
    expect(await machines.read(VM)).toMatchObject({ powerState, isAgentReady: false });
  });

  it('says so where there is no such machine', async () => {
    service.answer(absent);
    await expect(machines.read(VM)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('start', () => {
  it('comes back once the service took the request, and does not wait for the machine', async () => {
    service.answer(accepted());
    await machines.start(VM);
    expect(asked()).toEqual([`POST ${VM}/start`]);
  });

  it('waits long where Azure has no room', async () => {
    service.answer({ status: 409, body: errorBody('AllocationFailed') });
    await expect(machines.start(VM)).rejects.toMatchObject({ reason: 'unavailable', retryAfterSeconds: 300 });
  });
});

describe('putRunCommand', () => {
  it('comes back once the service took the command, and does not wait for the script', async () => {
    service.answer(
      accepted({ id: COMMAND, location: 'westeurope', properties: { provisioningState: 'Creating' } }),
    );
    await machines.putRunCommand(VM, 'westeurope', REQUEST);
    expect(asked()).toEqual([`PUT ${COMMAND}`]);
    expect(service.received[0]?.body).toMatchObject({
      location: 'westeurope',
      properties: {
        source: { script: REQUEST.script },
        parameters: [{ name: 'Version', value: '2.24.117' }],
        protectedParameters: [{ name: 'Uri', value: REQUEST.protectedParameters.Uri }],
        asyncExecution: true,
        treatFailureAsDeploymentFailure: false,
        timeoutInSeconds: 3_600,
      },
    });
  });

  it('waits where the machine is not running yet', async () => {
    service.answer({ status: 409, body: errorBody('OperationNotAllowed') });
    await expect(machines.putRunCommand(VM, 'westeurope', REQUEST)).rejects.toMatchObject({
      reason: 'vm-starting',
    });
  });

  it("keeps the machine's own throttle and never shows the secret", async () => {
    service.answer({
      status: 429,
      headers: { 'retry-after': '15' },
      body: errorBody('TooManyRequests', 'sig=secret'),
    });
    const failure: unknown = await machines
      .putRunCommand(VM, 'westeurope', REQUEST)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: 'throttled', retryAfterSeconds: 15 });
    expect(String(failure)).not.toContain('secret');
    expect(service.received).toHaveLength(1);
  });
});

describe('readRunCommand', () => {
  it('gives what the script came to', async () => {
    const instanceView = { executionState: 'Failed', exitCode: 1603, output: '{"a":1}', error: 'boom' };
    service.answer({
      body: {
        id: COMMAND,
        location: 'westeurope',
        properties: { provisioningState: 'Succeeded', instanceView },
      },
    });
    expect(await machines.readRunCommand(VM, 'gsa-install')).toEqual(instanceView);
    expect(service.received[0]?.url).toContain('$expand=instanceView');
  });

  it('bears a command that shows nothing yet, or a state of tomorrow', async () => {
    const instanceView = { executionState: 'SomethingNew' };
    service.answer(
      { body: { location: 'x', properties: {} } },
      { body: { location: 'x', properties: { instanceView } } },
    );
    const nothing = { executionState: 'Unknown', exitCode: null, output: '', error: '' };
    expect(await machines.readRunCommand(VM, 'gsa-install')).toEqual(nothing);
    expect(await machines.readRunCommand(VM, 'gsa-install')).toEqual({ ...nothing, ...instanceView });
  });

  it('tells a command that is not there from a machine that is not there', async () => {
    service.answer(absent, { status: 404, body: errorBody('ParentResourceNotFound') });
    expect(await machines.readRunCommand(VM, 'gsa-install')).toBeUndefined();
    await expect(machines.readRunCommand(VM, 'gsa-install')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('removeRunCommand', () => {
  const there = (provisioningState?: string) => ({
    body: { id: COMMAND, location: 'x', properties: { provisioningState } },
  });

  it('writes nothing where there is nothing', async () => {
    service.answer(absent);
    await machines.removeRunCommand(VM, 'gsa-install');
    expect(asked()).toEqual([`GET ${COMMAND}`]);
  });

  it.each([{ status: 204 }, { status: 200 }, absent])('is content with $status', async (answer) => {
    service.answer(there(), answer);
    await machines.removeRunCommand(VM, 'gsa-install');
    expect(asked()).toEqual([`GET ${COMMAND}`, `DELETE ${COMMAND}`]);
  });

  it('does not call a command gone whose deletion was only taken, and asks for it once', async () => {
    service.answer(there(), accepted(), there('Deleting'), absent);
    const remove = () => machines.removeRunCommand(VM, 'gsa-install');
    await expect(remove()).rejects.toMatchObject({ reason: 'command-running' });
    await expect(remove()).rejects.toMatchObject({ reason: 'command-running' });
    await remove();
    expect(asked().filter((request) => request.startsWith('DELETE'))).toHaveLength(1);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestHost, type TestHost } from '../../../../local/host/test-kit/create-test-host';
import { durableSampleApp } from '../../../fixtures/durable-sample-app';

interface Outcome {
  value?: unknown;
  thrown?: string;
}

describe('the library client against the management API', () => {
  let host: TestHost;
  beforeEach(async () => {
    host = await createTestHost({ entry: durableSampleApp });
  });
  afterEach(() => host.stop());

  const client = async (operation: string, id: string, argument = '', body?: unknown): Promise<Outcome> => {
    const init = { method: 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await host.http(`/api/client/${operation}/${id}?arg=${argument}`, init);
    await host.settle();
    return (await response.json()) as Outcome;
  };

  it('refuses a start while the id runs, and replaces the instance once it has ended', async () => {
    await client('start', 'a', 'approval');
    expect((await client('start', 'a', 'approval')).thrown).toBe(
      'The operation failed with an unexpected status code: 409. Details: {"Message":"An Orchestration instance with the status Running already exists."}',
    );
    await client('terminate', 'a', 'enough');
    expect(await client('start', 'a', 'chain')).toEqual({ value: 'a' });
    expect(host.status('a')).toMatchObject({ name: 'chain', runtimeStatus: 'Completed' });
  });

  it('accepts two starts that come at the same time', async () => {
    const starts = ['approval', 'approval'].map((name) =>
      host.http(`/durabletask/orchestrators/${name}/twin`, { method: 'POST' }),
    );
    expect((await Promise.all(starts)).map(({ status }) => status)).toEqual([202, 202]);
    await host.settle();
    expect(host.status('twin')?.runtimeStatus).toBe('Running');
  });

  it('gives an instance that was started without input the empty string', async () => {
    await client('start', 'a', 'child');
    expect(host.status('a')).toMatchObject({ input: '', output: 'Hello !' });
  });

  it('throws for an event to an unknown instance, and ignores one to an ended instance', async () => {
    expect((await client('raise', 'nobody', 'Go', 1)).thrown).toBe("No instance with ID 'nobody' found.");
    await client('start', 'a', 'chain');
    expect(await client('raise', 'a', 'Go', 1)).toEqual({ value: null });
    const direct = await host.http('/durabletask/instances/a/raiseEvent/Go', { method: 'POST', body: '1' });
    expect(direct.status).toBe(410);
  });

  it('answers an event without data, or with another content type, with 400', async () => {
    await client('start', 'a', 'approval');
    expect((await client('raise', 'a', 'Go')).thrown).toMatch(
      /status code: 400\. Details: \{"Message":"Invalid JSON content"/,
    );
    const url = '/durabletask/instances/a/raiseEvent/Go';
    const typed = await host.http(url, {
      method: 'POST',
      body: '1',
      headers: { 'content-type': 'text/plain' },
    });
    expect(typed.status).toBe(400);
    expect(await typed.json()).toEqual({ Message: 'Only application/json request content is supported' });
  });

  it('delivers events in order, and those of two waits on one name to the last wait first', async () => {
    await client('start', 'a', 'collect');
    for (const value of [1, 2, 3]) await client('raise', 'a', 'Add', value);
    expect(host.status('a')?.output).toEqual([1, 2, 3]);
    await client('start', 'b', 'twoWaits');
    for (const value of [1, 2]) await client('raise', 'b', 'A', value);
    expect(host.status('b')?.output).toEqual([2, 1]);
  });

  it('takes event names by their case', async () => {
    await client('start', 'a', 'approval');
    await client('raise', 'a', 'approval', 'granted');
    expect(host.status('a')?.runtimeStatus).toBe('Running');
    expect(host.log.some(({ text }) => text.includes('the names must agree in case'))).toBe(true);
  });

  it('holds events back while suspended, shows the reason, and goes on when resumed', async () => {
    await client('start', 'a', 'approval');
    await client('suspend', 'a', 'hold');
    expect(host.status('a')).toMatchObject({ runtimeStatus: 'Suspended', output: 'hold' });
    await client('raise', 'a', 'Approval', 'granted');
    expect(host.status('a')?.runtimeStatus).toBe('Suspended');
    const again = await client('suspend', 'a', 'hold');
    expect(again.thrown).toMatch(
      /status code: 500.*Cannot suspend the orchestration instance a because instance is in the Suspended state/,
    );
    expect(await client('resume', 'a', 'go')).toEqual({ value: null });
    expect(host.status('a')).toMatchObject({ runtimeStatus: 'Completed', output: 'granted' });
  });

  it('answers operations on unknown, ended and running instances as recorded', async () => {
    expect((await client('terminate', 'nobody', 'r')).thrown).toBe("No instance with ID 'nobody' found.");
    await client('start', 'a', 'approval');
    expect((await client('resume', 'a', 'r')).thrown).toMatch(/status code: 500/);
    expect((await client('purge', 'a')).thrown).toMatch(/status code: 412/);
    expect((await client('rewind', 'a', 'r')).thrown).toMatch(
      /only supported on failed orchestration instances/,
    );
    await client('terminate', 'a', 'r');
    expect(host.status('a')).toMatchObject({ runtimeStatus: 'Terminated', output: 'r' });
    for (const operation of ['terminate', 'suspend', 'resume'])
      expect(await client(operation, 'a', 'r')).toEqual({ value: null });
    expect(await client('purge', 'a')).toEqual({ value: { instancesDeleted: 1 } });
    expect(await client('purge', 'a')).toEqual({ value: { instancesDeleted: 0 } });
  });

  it('spoils the status and every list with a termination that has no reason', async () => {
    await client('start', 'a', 'approval');
    await client('terminate', 'a', 'undefined');
    const status = await host.http('/durabletask/instances/a');
    expect(await status.text()).toContain('"output":undefined');
    expect(typeof (await client('all', '-')).value).toBe('string');
  });

  it('refuses rewind of a failed instance and entities by name', async () => {
    await client('start', 'a', 'nobody-knows-this');
    expect(host.status('a')?.runtimeStatus).toBe('Failed');
    expect((await client('rewind', 'a', 'r')).thrown).toMatch(/does not rewind instances/);
    expect((await client('readEntity', 'k')).thrown).toMatch(/501.*durable entities \(Counter\/k\)/);
  });
});

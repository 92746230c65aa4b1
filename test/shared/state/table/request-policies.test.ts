import { TableClient } from '@azure/data-tables';
import { afterEach, describe, expect, it } from '@jest/globals';
import { connectTables } from '../connect-tables';
import { shapeRequests } from '../../../../shared/state/table/request-policies';
import { tableSubjects } from '../../../../shared/state/table/table-subjects';
import { subject, subjectRow } from '../builders';
import { startScriptedService, type ScriptedAnswer, type ScriptedService } from './scripted-service';

describe('a request to Table Storage', () => {
  let service: ScriptedService | undefined;
  const subjects = async (...answers: ScriptedAnswer[]) => {
    service = await startScriptedService(...answers);
    return (await connectTables({ connectionString: service.connectionString })).subjects;
  };
  afterEach(() => service?.stop());

  it('is repeated when the service stumbles, and the caller never knows', async () => {
    const port = await subjects(
      { status: 500, code: 'InternalError' },
      { status: 404, code: 'ResourceNotFound' },
    );
    expect(await port.read(subject(1))).toBeUndefined();
    expect(service?.requests).toHaveLength(2);
  });

  it('is repeated when the connection is cut', async () => {
    const port = await subjects('cut', { status: 404, code: 'ResourceNotFound' });
    expect(await port.read(subject(1))).toBeUndefined();
    expect(service?.requests).toHaveLength(2);
  });

  it('is repeated three times and no more, then the caller is told to come again', async () => {
    const port = await subjects({ status: 500, code: 'InternalError' });
    await expect(port.insert(subjectRow(subject(1)))).rejects.toMatchObject({
      name: 'RetryableError',
      reason: 'unavailable',
      message: expect.stringMatching(
        /^Table storage did not insert Subjects guest-[0-9a-f-]+ row: 500 InternalError$/,
      ),
    });
    expect(service?.requests).toHaveLength(4);
  });

  it('is not repeated where the service says when: the caller waits, not the adapter', async () => {
    const port = await subjects({ status: 503, code: 'ServerBusy', headers: { 'retry-after': '60' } });
    await expect(port.read(subject(1))).rejects.toMatchObject({ reason: 'throttled', retryAfterSeconds: 60 });
    expect(service?.requests).toHaveLength(1);
  });

  it('is not repeated where the service says no', async () => {
    const port = await subjects({ status: 403, code: 'AuthorizationFailure' });
    await expect(port.read(subject(1))).rejects.toMatchObject({ name: 'TerminalError', code: 'forbidden' });
    expect(service?.requests).toHaveLength(1);
  });

  it('fails a list with the table it was for', async () => {
    const port = await subjects({ status: 403, code: 'AuthorizationFailure' });
    await expect(port.list({ kind: 'guest' })[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/^Table storage did not list Subjects: 403/),
    });
  });

  it.each([
    [409, 'TableBeingDeleted', 'RetryableError'],
    [409, 'AccountBeingCreated', 'TerminalError'],
    [412, 'ConditionHeadersNotSupported', 'TerminalError'],
    [404, 'TableNotFound', 'TerminalError'],
  ])('takes %i %s for no conflict', async (status, code, name) => {
    const port = await subjects({ status, code });
    await expect(port.insert(subjectRow(subject(1)))).rejects.toMatchObject({ name });
    await expect(port.replace(subjectRow(subject(1)), 'W/"1"')).rejects.toMatchObject({ name });
  });

  it('is given up when no answer comes', async () => {
    service = await startScriptedService('silence');
    const options = { allowInsecureConnection: true };
    const client = TableClient.fromConnectionString(service.connectionString, 'Subjects', options);
    // Long enough for a busy machine to send it at all.
    shapeRequests(client.pipeline, { callLimitMs: 1_000 });
    await expect(tableSubjects(client).read(subject(1))).rejects.toMatchObject({ reason: 'timed-out' });
    expect(service.requests).toHaveLength(1);
  });
});

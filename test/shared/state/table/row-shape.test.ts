import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectTables } from '../connect-tables';
import type { StatePorts } from '../../../../shared/state/table/open-tables';
import { startAzurite, type Azurite } from '../../../support/azurite';
import { failure, guid, subject, subjectRow, wish } from '../builders';

describe('a stored row', () => {
  let azurite: Azurite;
  let state: StatePorts;
  const table = (name: string) =>
    TableClient.fromConnectionString(azurite.connectionString, `gatehouse${name}`, {
      allowInsecureConnection: true,
    });
  beforeAll(async () => {
    azurite = await startAzurite();
    state = await connectTables({ connectionString: azurite.connectionString });
  });
  afterAll(() => azurite.stop());

  /** Spoils a stored row behind the ports' back. */
  const spoil = (name: string, partitionKey: string, rowKey: string, columns: Record<string, unknown>) =>
    table(name).updateEntity({ partitionKey, rowKey, ...columns }, 'Merge', { etag: '*' });

  it('has the columns that lists are filtered by, and no column for what is null', async () => {
    await state.subjects.insert(subjectRow(subject(1), { seq: 3, partner: 'contoso', detail: { a: 1 } }));
    const stored = await table('Subjects').getEntity(`guest-${guid(1)}`, 'row');
    const columns = { v: 1, kind: 'guest', state: 'new', partner: 'contoso', live: true, seq: 3, openSeq: 0 };
    expect(stored).toMatchObject({ ...columns, detail: '{"a":1}' });
    expect(stored).not.toHaveProperty('wakeAt');
    expect(stored).not.toHaveProperty('token');
  });

  it('of a later version is refused with a clear error by whoever reads it', async () => {
    await state.subjects.insert(subjectRow(subject(2)));
    await spoil('Subjects', `guest-${guid(2)}`, 'row', { v: 2 });
    const message = `Subjects guest-${guid(2)} row has row version 2, this release knows 1.`;
    await expect(state.subjects.read(subject(2))).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining(message),
    });
    const list = async () => {
      for await (const row of state.subjects.list({ kind: 'guest' })) expect(row.v).toBe(1);
    };
    await expect(list()).rejects.toThrow(message);
    expect(await state.subjects.insert(subjectRow(subject(2)))).toBe('conflict');
  });

  it('of a later version is not overwritten, neither by a failure nor by a wish', async () => {
    const wanted = wish(1, 1);
    await state.failures.open(failure('f1', 'guest-1'));
    await state.outbox.put(wanted);
    await spoil('Failures', 'f1', 'guest-1', { v: 2, later: 'kept' });
    await spoil('MemberOutbox', wanted.group, wanted.member, { v: 2, later: 'kept' });
    await expect(state.failures.open(failure('f1', 'guest-1'))).rejects.toThrow('row version 2');
    await expect(state.failures.resolve('guest-1')).rejects.toThrow('row version 2');
    await expect(state.outbox.put(wanted)).rejects.toThrow('row version 2');
    expect(await table('Failures').getEntity('f1', 'guest-1')).toMatchObject({ later: 'kept' });
    expect(await table('MemberOutbox').getEntity(wanted.group, wanted.member)).toMatchObject({
      later: 'kept',
    });
  });

  it.each([
    ['a column of the wrong type', { seq: 'three' }, /seq: /],
    ['a kind nobody knows', { kind: 'visitor' }, /kind: /],
    ['a detail that is no JSON', { detail: '{"mail":"someone@contoso.example' }, /detail: is no JSON/],
    ['no row version', { v: 'one' }, /v: is no row version/],
  ])(
    'with %s is refused, and the error names table and key, not what is stored',
    async (_what, columns, why) => {
      const damaged = subject(9, 'job');
      await state.subjects.insert(subjectRow(damaged));
      await spoil('Subjects', `job-${damaged.id}`, 'row', columns);
      const error = await state.subjects.read(damaged).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        name: 'TerminalError',
        code: 'rejected',
        message: expect.stringMatching(why),
      });
      expect(error).toMatchObject({
        message: expect.stringContaining(`Subjects job-${damaged.id} row is damaged`),
      });
      expect(String(error)).not.toContain('contoso.example');
      await table('Subjects').deleteEntity(`job-${damaged.id}`, 'row', { etag: '*' });
    },
  );

  it('is refused by the server where no table was made, and not taken for a missing row', async () => {
    await table('Hosts').deleteTable();
    await expect(state.hosts.list()).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('TableNotFound'),
    });
  });
});

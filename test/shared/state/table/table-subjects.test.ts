import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SUBJECT_KINDS } from '../../../../shared/domain/subject';
import type { SubjectFilter, Subjects } from '../../../../shared/state/subjects';
import { tableSubjects } from '../../../../shared/state/table/table-subjects';
import { startAzurite, type Azurite } from '../../../support/azurite';
import { subject, subjectRow } from '../builders';

const rowsIn = (body: string | null | undefined): number =>
  (JSON.parse(body ?? '{}') as { value: unknown[] }).value.length;

describe('a list of subjects', () => {
  let azurite: Azurite;
  let subjects: Subjects;
  let queries: { filter: string; rows: number }[] = [];
  beforeAll(async () => {
    azurite = await startAzurite();
    const options = { allowInsecureConnection: true };
    const client = TableClient.fromConnectionString(azurite.connectionString, 'Subjects', options);
    client.pipeline.addPolicy({
      name: 'recordQueries',
      async sendRequest(request, next) {
        const response = await next(request);
        const filter = new URL(request.url).searchParams.get('$filter');
        if (filter !== null) queries.push({ filter, rows: rowsIn(response.bodyAsText) });
        return response;
      },
    });
    await client.createTable();
    subjects = tableSubjects(client);
    for (let n = 0; n < 40; n += 1) {
      await subjects.insert(subjectRow(subject(n, 'guest', (n % 16).toString(16)), { live: n < 2 }));
    }
  });
  afterAll(() => azurite.stop());
  const list = async (filter: SubjectFilter) => {
    queries = [];
    let count = 0;
    for await (const row of subjects.list(filter)) count += row.v;
    return count;
  };

  it('asks for 16 key ranges of a kind, one beginning where the other ends', async () => {
    expect(await list({ kind: 'guest' })).toBe(40);
    const ranges = queries.map(
      ({ filter }) =>
        /^PartitionKey ge '([^']+)' and PartitionKey lt '([^']+)'$/.exec(filter)?.slice(1) ?? [],
    );
    const inOrder = ranges.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
    expect(inOrder).toHaveLength(16);
    expect(inOrder.map(([from]) => from)).toEqual(['guest-', ...inOrder.slice(0, 15).map(([, to]) => to)]);
    expect(inOrder.at(-1)).toEqual(['guest-f', 'guest.']);
  });

  it('finds live rows by a filter of the server: no other row is sent', async () => {
    expect(await list({ kind: 'guest', live: true })).toBe(2);
    expect(queries.every(({ filter }) => filter.endsWith(' and live eq true'))).toBe(true);
    expect(queries.reduce((sum, { rows }) => sum + rows, 0)).toBe(2);
  });

  it('asks for 16 ranges of each kind where none is named', async () => {
    expect(await list({ state: 'new' })).toBe(40);
    expect(queries).toHaveLength(16 * SUBJECT_KINDS.length);
  });
});

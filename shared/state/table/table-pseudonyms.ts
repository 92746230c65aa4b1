import { randomUUID } from 'node:crypto';
import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { RetryableError } from '../../domain/codes';
import { pseudonymOf } from '../../domain/pseudonym';
import type { Pseudonyms } from '../pseudonyms';
import type { RowKey, RowShape } from './row-shape';
import { TableRows } from './table-rows';

const keyOf = (guest: string): RowKey => ({ partitionKey: guest, rowKey: 'pseudonym' });

interface Link {
  guest: string;
  pseudonym: string;
}

const shape: RowShape<Link> = {
  table: 'Pseudonyms',
  keyOf: ({ guest }) => keyOf(guest),
  columns: ({ guest, pseudonym }) => ({ guest, pseudonym }),
  detail: () => null,
  schema: z.object({ guest: z.string(), pseudonym: z.string() }),
};

/** {@link Pseudonyms} in Azure Table Storage. The list costs one request for each 1,000. */
export function tablePseudonyms(client: TableClient): Pseudonyms {
  const rows = new TableRows(client, shape);
  const find = async (guest: string) => (await rows.read(keyOf(guest)))?.value.pseudonym;
  return {
    find,
    ensure: async (guest) => {
      const known = await find(guest);
      if (known !== undefined) return known;
      const fresh = { guest, pseudonym: pseudonymOf(randomUUID()) };
      if ((await rows.insert(fresh)) === 'written') return fresh.pseudonym;
      const theirs = await find(guest);
      if (theirs !== undefined) return theirs;
      throw new RetryableError('unavailable', 'The pseudonym was removed while it was made; try again', 1);
    },
    list: async () => new Map((await rows.list()).map(({ value }) => [value.pseudonym, value.guest])),
    destroy: async (guest) => {
      const stored = await rows.read(keyOf(guest));
      if (stored === undefined) return;
      if ((await rows.remove(keyOf(guest), stored.etag)) === 'conflict')
        throw new RetryableError('unavailable', 'The pseudonym changed while it was removed; try again', 1);
    },
  };
}

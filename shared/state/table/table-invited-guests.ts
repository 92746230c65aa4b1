import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { guestId } from '../../domain/ids';
import type { InvitedGuest, InvitedGuests } from '../invited-guests';
import type { RowKey, RowShape } from './row-shape';
import { TableRows } from './table-rows';

const keyOf = (guest: string): RowKey => ({ partitionKey: `guest-${guest}`, rowKey: 'invited' });

const shape: RowShape<InvitedGuest> = {
  table: 'InvitedGuests',
  keyOf: ({ guest }) => keyOf(guest),
  columns: ({ invitedBy }) => ({ invitedBy }),
  detail: (invited) => invited,
  schema: z
    .object({
      detail: z.object({
        guest: z.string().transform(guestId),
        invitedBy: z.string(),
        sponsor: z.string().nullable(),
        at: z.string(),
        language: z.string().nullable().default(null),
      }),
    })
    .transform(({ detail }) => detail),
};

/** {@link InvitedGuests} in Azure Table Storage. */
export function tableInvitedGuests(client: TableClient): InvitedGuests {
  const rows = new TableRows(client, shape);
  return {
    has: async (guest) => (await rows.read(keyOf(guest))) !== undefined,
    read: async (guest) => (await rows.read(keyOf(guest)))?.value,
    record: async (invited) => {
      await rows.insert(invited);
    },
    forget: async (guest) => {
      await rows.removeAll(odata`PartitionKey eq ${keyOf(guest).partitionKey}`);
    },
  };
}

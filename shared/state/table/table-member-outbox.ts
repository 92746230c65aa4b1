import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { RefusalCode } from '../../domain/codes';
import { groupId, guestId } from '../../domain/ids';
import type { MemberOutbox, MemberWish } from '../member-outbox';
import type { RowShape } from './row-shape';
import { TableRows } from './table-rows';

/** The code goes back to whoever asked as it was stored, also one that only another release knows. */
const refusalCode = z.string().transform((code) => code as RefusalCode);

const wishSchema = z.object({
  group: z.string().transform(groupId),
  member: z.string().transform(guestId),
  operation: z.enum(['add', 'remove']),
  partner: z.string(),
  isPlanned: z.boolean().optional(),
  askedBy: z.string().optional(),
  askedAt: z.string(),
  refused: z.object({ code: refusalCode, message: z.string() }).nullable(),
});

const shape: RowShape<MemberWish> = {
  table: 'MemberOutbox',
  keyOf: ({ group, member }) => ({ partitionKey: group, rowKey: member }),
  columns: ({ operation }) => ({ operation }),
  detail: (wish) => wish,
  schema: z.object({ detail: wishSchema }).transform(({ detail }) => detail),
};

/** {@link MemberOutbox} in Azure Table Storage: all wishes for a group lie in one partition. Purging reads the whole table: it holds what waits. */
export function tableMemberOutbox(client: TableClient): MemberOutbox {
  const rows = new TableRows(client, shape);
  return {
    put: (wish) => rows.revise(wish, () => wish),
    read: (group, member) => rows.read({ partitionKey: group, rowKey: member }),
    list: (group) => rows.list(odata`PartitionKey eq ${group}`),
    refuse: (wish, etag, refused) => rows.replace({ ...wish, refused }, etag),
    remove: (group, member, etag) => rows.remove({ partitionKey: group, rowKey: member }, etag),
    purgeRefusedBefore: async (at, most) => {
      const old = (await rows.list()).filter(({ value }) => value.askedAt < at && value.refused !== null);
      const answers = await Promise.all(
        old.slice(0, most).map(({ value, etag }) => rows.remove(shape.keyOf(value), etag)),
      );
      return answers.filter((answer) => answer === 'removed').length;
    },
    listOf: (member) => rows.list(odata`RowKey eq ${member}`),
  };
}

import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { partnerPolicySchema, type PartnerPolicy } from '../../domain/partner-policy';
import type { Partners } from '../partners';
import type { RowKey, RowShape } from './row-shape';
import { TableRows } from './table-rows';

/** One partition: whoever handles hints reads all policies, and they are few. */
const keyOf = (partner: string): RowKey => ({ partitionKey: 'policy', rowKey: partner });

const shape: RowShape<PartnerPolicy> = {
  table: 'Partners',
  keyOf: (policy) => keyOf(policy.partner),
  columns: (policy) => ({ mode: policy.mode.kind }),
  detail: (policy) => policy,
  schema: z.object({ detail: partnerPolicySchema }).transform(({ detail }) => detail),
};

/** {@link Partners} in Azure Table Storage: reading all is one request for each 1,000. */
export function tablePartners(client: TableClient): Partners {
  const rows = new TableRows(client, shape);
  return {
    read: (partner) => rows.read(keyOf(partner)),
    list: async () => (await rows.list()).map(({ value }) => value),
    put: (policy, etag) => (etag === undefined ? rows.insert(policy) : rows.replace(policy, etag)),
  };
}

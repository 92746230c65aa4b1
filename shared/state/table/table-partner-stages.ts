import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { partnerStageSchema, type PartnerStage } from '../../domain/partner-stage';
import type { PartnerStages } from '../partner-stages';
import type { RowKey, RowShape } from './row-shape';
import { TableRows } from './table-rows';

const keyOf = (partner: string): RowKey => ({ partitionKey: 'stage', rowKey: partner });

const shape: RowShape<PartnerStage> = {
  table: 'PartnerStages',
  keyOf: ({ partner }) => keyOf(partner),
  columns: ({ stage }) => ({ stage }),
  detail: (stage) => stage,
  schema: z.object({ detail: partnerStageSchema }).transform(({ detail }) => detail),
};

/** {@link PartnerStages} in Azure Table Storage. */
export function tablePartnerStages(client: TableClient): PartnerStages {
  const rows = new TableRows(client, shape);
  return {
    read: (partner) => rows.read(keyOf(partner)),
    put: (stage, etag) => (etag === undefined ? rows.insert(stage) : rows.replace(stage, etag)),
    list: async () => (await rows.list()).map(({ value }) => value),
  };
}

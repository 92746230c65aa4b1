import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where the snapshots pretend to be deployed. */
export const SNAPSHOT_PLACE = [
  '--tenant-id',
  '11111111-1111-4111-8111-111111111111',
  '--subscription-id',
  '22222222-2222-4222-8222-222222222222',
  '--location',
  'westeurope',
  '--deployment-name',
  'gatehouse',
];

const resource = z.looseObject({
  type: z.string(),
  name: z.string(),
  properties: z.record(z.string(), z.unknown()).default({}),
});
const snapshotSchema = z.object({ predictedResources: z.array(resource) });

export type PredictedResource = z.infer<typeof resource>;

/** What a deployment makes, as test/fixtures/infra has it; bicep.test.ts holds the file equal to infra/. */
export function readSnapshot(name: 'observe' | 'everything'): {
  text: string;
  ofType: (type: string) => PredictedResource[];
} {
  const text = readFileSync(join(__dirname, `../fixtures/infra/${name}.snapshot.json`), 'utf8');
  const { predictedResources } = snapshotSchema.parse(JSON.parse(text));
  return { text, ofType: (type) => predictedResources.filter((found) => found.type === type) };
}

/** Last part of a resource's name. */
export const shortName = ({ name }: PredictedResource): string => name.split('/').at(-1) ?? '';

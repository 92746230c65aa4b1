import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { partnerPolicyJsonSchema } from '../../../shared/domain/partner-policy-json-schema';

describe('docs/partner-policy.schema.json', () => {
  it('is the schema that files are checked by (after a change: npm run docs)', () => {
    const published: unknown = JSON.parse(readFileSync('docs/partner-policy.schema.json', 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(partnerPolicyJsonSchema())));
  });

  it('tells editors what each field is, and which are GUIDs', () => {
    const { properties } = partnerPolicyJsonSchema() as {
      properties: Record<string, Record<string, unknown>>;
    };
    expect(Object.values(properties).filter(({ description }) => typeof description !== 'string')).toEqual(
      [],
    );
    expect(properties['homeTenant']).toMatchObject({ pattern: expect.stringContaining('0-9a-fA-F') });
  });
});

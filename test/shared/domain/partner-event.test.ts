import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { partnerEventSchema } from '../../../shared/domain/partner-event';

describe('the partner event', () => {
  it('is documented as it is checked', () => {
    const published: unknown = JSON.parse(readFileSync('docs/partner-event.schema.json', 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(partnerEventSchema))));
  });

  it('is taken as the documentation shows it', () => {
    const [example] = /\{\s*"v": 1[^}]*\}/.exec(readFileSync('docs/events.md', 'utf8')) ?? [];
    expect(partnerEventSchema.safeParse(JSON.parse(example ?? '')).success).toBe(true);
  });
});

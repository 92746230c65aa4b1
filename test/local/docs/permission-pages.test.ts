import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { withPermissions } from '../../../local/docs/permission-pages';
import { GRAPH_PERMISSIONS } from '../../../shared/domain/graph-permissions';

const page = readFileSync(join(__dirname, '../../../docs/permissions.md'), 'utf8');

describe('docs/permissions.md', () => {
  it('tells what the table says (after a change: npm run docs)', () => {
    expect(withPermissions(page)).toBe(page);
  });

  it('names every permission, with every call that needs it', () => {
    for (const { permission, calls } of GRAPH_PERMISSIONS) {
      expect(page).toContain(`**\`${permission}\`**`);
      for (const call of calls) expect(page).toContain(call);
    }
  });

  it('is not written where a mark was lost', () => {
    expect(() => withPermissions(page.replace('end runtime-writes', ''))).toThrow(/runtime-writes/);
  });
});

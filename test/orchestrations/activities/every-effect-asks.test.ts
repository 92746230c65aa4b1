import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ACTIVITIES = join(__dirname, '../../../orchestrations/activities');
const REGISTRATION = readFileSync(join(__dirname, '../../../functions/register-flows.ts'), 'utf8');

/** Calls that change the tenant, by the names the ports give them; `outbox.put` is a wish the group's run grants. */
const WRITING =
  /\.(assignUser|unassignUser|logOff|reboot|endGracePeriod|addMembers|ensureMember|removeMember|setEnabled|start|restart|deallocate|putRunCommand)\(|accounts\.(remove|restore)\(|outbox\.put\(|orders\.(insert|replace)\(/;

/**
 * Why a file with a writing call need not ask. What the gateway does, it judges by its own reading of the exclusion
 * list, the plan and the kill switch (judgeOrder), and `order-effects` is reached through it alone. `log-off-guest`
 * is reached through `end-sessions` and `drain-partner`, which ask.
 */
const ASKS_OTHERWISE = new Set(['order-effects.ts', 'execute-order.ts', 'log-off-guest.ts']);

const camel = (file: string) =>
  file.replace(/\.ts$/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const writing = readdirSync(ACTIVITIES)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(ACTIVITIES, file), 'utf8') }))
  .filter(({ text }) => WRITING.test(text))
  .map(({ file, text }) => ({ file, asksItself: /\bpermit\(/.test(text) }));

describe('no write goes around the one decision', () => {
  it('knows the files that write', () => {
    expect(writing.length).toBeGreaterThanOrEqual(10);
  });

  it.each(writing)(
    '$file asks before it writes, or is wrapped where it is registered',
    ({ file, asksItself }) => {
      const isWrapped = new RegExp(`permitted(OnHost)?\\((deps|permit), ${camel(file)}\\(`).test(
        REGISTRATION,
      );
      expect(asksItself || isWrapped || ASKS_OTHERWISE.has(file)).toBe(true);
    },
  );
});

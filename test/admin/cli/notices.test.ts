import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiError } from '../../../admin/api-error';
import { noticeKey } from '../../../shared/domain/notice';
import { NOON, notice } from '../../shared/state/builders';
import { cliUnderTest, widest, type CliUnderTest } from './cli-under-test';

let cli: CliUnderTest;
let folder: string;
beforeAll(async () => {
  cli = await cliUnderTest();
  folder = mkdtempSync(join(tmpdir(), 'texts-'));
  writeFileSync(
    join(folder, 'guest-welcome.en.yaml'),
    'subject: Ready\ntext: |\n  Hello,\n  go to {{domian}}\n',
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cli.stop();
});

const view = (...given: Parameters<typeof notice>) => {
  const one = notice(...given);
  return { ...one, key: noticeKey(one) };
};

describe('gatehouse notices', () => {
  it('lists who was told, who will be, and what stands in the way; that ends with 1', async () => {
    const trouble = { code: 'unavailable', message: 'answered 503' };
    const notices = [
      view(1, { state: 'sent', sentAt: NOON }),
      view(2, { tries: 3, trouble }),
      view(3, { state: 'dropped', trouble: { code: 'excluded', message: 'm' } }),
    ];
    cli.answers.set('GET notices', { body: { notices, next: null } });
    const { text, code } = await cli.run(['notices', 'list']);
    for (const said of ['sent', '3 tries:', 'unavailable', 'excluded', '3 notice(s).'])
      expect(text.replace(/\s+/g, ' ')).toContain(said);
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(1);
  });

  it('lists those of one state, and ends with 0 where nothing failed', async () => {
    cli.answers.set('GET notices?state=waiting', { body: { notices: [], next: null } });
    expect(await cli.run(['notices', 'list', '--state', 'waiting'])).toMatchObject({
      text: 'No notice fits.',
      code: 0,
    });
  });

  it('checks the texts of this release without asking anybody', async () => {
    const before = cli.asked.length;
    expect(await cli.run(['notices', 'check'])).toMatchObject({
      text: '15 text(s), all of them right.',
      code: 0,
    });
    expect(cli.asked).toHaveLength(before);
  });

  it('names file, line and the fields there are where a text is wrong, and ends with 1', async () => {
    const { text, code } = await cli.run(['notices', 'check', '--folder', folder]);
    expect(text).toContain(
      `${join(folder, 'guest-welcome.en.yaml')}:4: text: there is no field domian here; there are: domain, guestName`,
    );
    expect(text).toContain('sponsor-digest.en.yaml:1: is missing');
    expect(code).toBe(1);
  });

  it('shows a text as its reader would get it', async () => {
    const { text, code } = await cli.run(['notices', 'preview', 'guest-welcome', '--language', 'nl-BE']);
    expect(text).toMatch(/^Subject: Uw desktop bij woodgrove\.com staat klaar\n\nHallo Ada,/);
    expect(code).toBe(0);
    await expect(cli.run(['notices', 'preview', 'guest-welcome', '--folder', folder])).rejects.toThrow(
      ApiError,
    );
  });
});

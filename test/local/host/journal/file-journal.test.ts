import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HostLogEntry } from '../../../../local/host/app/host-log';
import { createFileJournal } from '../../../../local/host/journal/file-journal';
import { type Journal, JournalClosed, JournalCorrupted } from '../../../../local/host/journal/journal';

describe('the journal file', () => {
  let folder: string;
  let file: string;
  let log: HostLogEntry[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
    file = join(folder, 'below', 'durable.journal');
    log = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = async (): Promise<{ journal: Journal; records: string[] }> => {
    const journal = createFileJournal(file, (entry) => log.push(entry));
    const records: string[] = [];
    await journal.open((text) => records.push(text));
    return { journal, records };
  };

  const write = async (...texts: string[]): Promise<void> => {
    const { journal } = await open();
    await Promise.all(texts.map((text) => journal.append(text)));
    await journal.close();
  };

  it('gives records back in the order they were appended, whatever characters they hold', async () => {
    await write('one', '{"text":"\\n☃"}', 'three');
    expect((await open()).records).toEqual(['one', '{"text":"\\n☃"}', 'three']);
  });

  it('writes what was appended meanwhile in one go, and keeps the order', async () => {
    const many = Array.from({ length: 500 }, (_, index) => `record ${index}`);
    await write(...many);
    expect((await open()).records).toEqual(many);
  });

  it('drops a torn last record, says so, and appends behind what is left', async () => {
    await write('one', 'two');
    appendFileSync(file, '1234abcd {"half":');
    const { journal, records } = await open();
    expect(records).toEqual(['one', 'two']);
    expect(log).toEqual([
      expect.objectContaining({
        level: 'warning',
        text: expect.stringMatching(/byte 26\) is incomplete and was dropped/),
      }),
    ]);
    await journal.append('three');
    await journal.close();
    expect((await open()).records).toEqual(['one', 'two', 'three']);
  });

  it('refuses to start on a corrupt record in the middle, with its offset', async () => {
    await write('one', 'two', 'three');
    writeFileSync(file, readFileSync(file, 'utf8').replace('two', 'twO'));
    await expect(open()).rejects.toThrow(JournalCorrupted);
    await expect(open()).rejects.toThrow(/corrupt at byte 13: the checksum does not fit/);
  });

  it('replaces all records by a snapshot and goes on behind it', async () => {
    await write('one', 'two', 'three');
    const { journal } = await open();
    await journal.compact(['all of them']);
    await journal.append('four');
    await journal.close();
    expect((await open()).records).toEqual(['all of them', 'four']);
  });

  it('rejects what comes after it was closed or abandoned', async () => {
    const { journal } = await open();
    const pending = journal.append('lost or kept');
    journal.abandon();
    await Promise.allSettled([pending]);
    await expect(journal.append('late')).rejects.toThrow(JournalClosed);
  });
});

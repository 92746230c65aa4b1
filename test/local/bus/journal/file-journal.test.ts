import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileJournal } from '../../../../local/bus/journal/file-journal';
import { JournalFiles } from '../../../../local/bus/journal/journal-files';
import { type JournalRecord } from '../../../../local/bus/journal/journal-record';

const record = (sequenceNumber: number): JournalRecord => ({ kind: 'numbered', queue: 'q', sequenceNumber });
const FULL = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

/** A disk that is full from a certain write on; the write that hits the end is torn in two. */
class FillingFiles extends JournalFiles {
  isFull = false;

  override async start(generation: number, content: Iterable<Buffer>): Promise<FileHandle> {
    const file = await super.start(generation, content);
    const appendFile = file.appendFile.bind(file);
    file.appendFile = async (bytes) => {
      if (!this.isFull) return appendFile(bytes);
      await appendFile((bytes as Buffer).subarray(0, 10));
      throw FULL;
    };
    return file;
  }
}

describe('a journal on a disk that fills up', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-bus-'));
  });

  it('says so to whoever writes, as a quota, and takes no more', async () => {
    const files = new FillingFiles(folder);
    const journal = await FileJournal.open(files, () => []);
    await journal.append([record(1)]);
    files.isFull = true;
    const refusal = {
      condition: 'amqp:resource-limit-exceeded',
      message: expect.stringContaining('ENOSPC') as unknown,
    };
    await expect(journal.append([record(2)])).rejects.toMatchObject(refusal);
    files.isFull = false;
    await expect(journal.append([record(3)])).rejects.toMatchObject(refusal);
    await journal.close();
  });

  it('has what it accepted, and nothing of what it refused, when it is read again', async () => {
    const files = new FillingFiles(folder);
    const journal = await FileJournal.open(files, () => []);
    await journal.append([record(1)]);
    files.isFull = true;
    await journal.append([record(2)]).catch(() => undefined);
    await journal.close();
    expect(new JournalFiles(folder).read(files.newest())).toEqual([record(1)]);
  });
});

describe('a data folder that cannot be written', () => {
  it('is named, and what it holds stands', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bus-'));
    const files = new JournalFiles(folder);
    await (await files.start(1, [Buffer.from('kept')])).close();
    const full: Iterable<Buffer> = (function* () {
      yield Buffer.from('part');
      throw FULL;
    })();
    await expect(files.start(2, full)).rejects.toThrow(
      new RegExp(`data folder ${folder} cannot be written \\(ENOSPC.*untouched`),
    );
    expect(readdirSync(folder)).toEqual(['journal-00000001.log']);
    rmSync(folder, { recursive: true });
    await expect(files.start(2, [])).rejects.toThrow(/cannot be written .*ENOENT/);
  });
});

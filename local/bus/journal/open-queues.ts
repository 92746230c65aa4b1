import { setImmediate as nextTurn } from 'node:timers/promises';
import { Queues } from '../queue/queues';
import { type QueueSettings } from '../queue/queue-settings';
import { FileJournal } from './file-journal';
import { claimFolder } from './folder-claim';
import { JournalFiles } from './journal-files';
import { noJournal, type Journal, type JournalRecord } from './journal-record';
import { replayRecords, type QueueImage } from './queue-images';

export interface OpenQueues {
  queues: Queues;
  /** Writes what is still to be written and lets go of the data folder. */
  close(): Promise<void>;
}

/**
 * The queues as the last broker on this data folder left them; without a folder, empty ones that keep nothing.
 * Messages of a queue that is no longer configured stop the start: nobody would ever see them again.
 */
export async function openQueues(
  settings: readonly QueueSettings[],
  dataFolder: string | undefined,
  onTrouble: (error: Error) => void,
): Promise<OpenQueues> {
  if (dataFolder === undefined)
    return { queues: new Queues(settings, noJournal, onTrouble), close: () => Promise.resolve() };
  const release = claimFolder(dataFolder);
  try {
    return await openFrom(settings, dataFolder, onTrouble, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function openFrom(
  settings: readonly QueueSettings[],
  dataFolder: string,
  onTrouble: (error: Error) => void,
  release: () => void,
): Promise<OpenQueues> {
  const files = new JournalFiles(dataFolder);
  const newest = files.newest();
  const images = replayRecords(newest === 0 ? [] : files.read(newest));
  let append: Journal['append'] = (records) => noJournal.append(records);
  const queues = new Queues(settings, { append: (records) => append(records) }, onTrouble);
  restore(queues, images);
  await nextTurn(); // messages that were worn out have reached their dead-letter queue then
  const opening = FileJournal.open(files, () => snapshotOf(queues)); // takes the snapshot before it first waits
  append = async (records) => (await opening).append(records);
  const journal = await opening;
  return { queues, close: () => journal.close().finally(release) };
}

function restore(queues: Queues, images: ReadonlyMap<string, QueueImage>): void {
  for (const [name, { messages, lastSequenceNumber }] of images) {
    const queue = queues.find(name);
    if (queue !== undefined) queue.restore(messages.values(), lastSequenceNumber);
    else if (messages.size > 0) {
      throw new Error(
        `The data folder holds ${messages.size} messages of the queue '${name}', which the configuration does not declare. Declare it again and empty it, or choose another data folder.`,
      );
    }
  }
}

function* snapshotOf(queues: Queues): Generator<JournalRecord> {
  for (const queue of queues.all()) yield* queue.snapshot();
}

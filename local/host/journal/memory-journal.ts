import { type Journal, JournalClosed } from './journal';

/** Records that outlive one host but not the process: lets a test crash a host and start it again. */
export class JournalMemory {
  records: string[] = [];
}

/**
 * A journal without a file. With a memory, a later journal of the same memory reads the records back; without one,
 * nothing is kept at all.
 */
export function createMemoryJournal(memory?: JournalMemory): Journal {
  let isOpen = true;
  return {
    open(onRecord) {
      memory?.records.forEach(onRecord);
      return Promise.resolve();
    },
    compact(records) {
      if (memory) memory.records = [...records];
      return Promise.resolve();
    },
    append(text) {
      if (!isOpen) return Promise.reject(new JournalClosed());
      memory?.records.push(text);
      return Promise.resolve();
    },
    close() {
      isOpen = false;
      return Promise.resolve();
    },
    abandon() {
      isOpen = false;
    },
  };
}

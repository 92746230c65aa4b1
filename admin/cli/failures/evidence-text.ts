import { minuteText } from '../time-text';

interface Evidence {
  entry?: { seq: number; step: string; at: string } | null;
  seen?: { step: string; at: string } | null;
}

/** Where the last evidence stands; what a finding of a timer or of the bus kept is shown as it is. */
export function evidenceText(evidence: unknown): string {
  if (evidence === null || evidence === undefined) return 'none was kept';
  const { entry, seen } = evidence as Evidence;
  if (entry === undefined && seen === undefined) return JSON.stringify(evidence).slice(0, 300);
  const words = [
    entry ? `ledger entry ${entry.seq} (${entry.step}, ${minuteText(entry.at)})` : 'no step was written',
    seen ? `last reading ${seen.step}, ${minuteText(seen.at)}` : 'nothing was read before',
  ];
  return words.join('; ');
}

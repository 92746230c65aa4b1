import type { Subjects } from '../../shared/state/subjects';

/** How many guests of a partner are known and not ignored: what a share of them is reckoned from. */
export async function countGuests(subjects: Subjects, partner: string): Promise<number> {
  let count = 0;
  for await (const row of subjects.list({ kind: 'guest', partner })) if (row.state !== 'ignored') count += 1;
  return count;
}

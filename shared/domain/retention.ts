import { z } from 'zod';

/**
 * How many days what is kept, unless a setting says otherwise, and the fewest it may say. The audit is not among them: it is
 * kept whole (docs/personal-data.md).
 */
export const RETAINED = {
  /** Answers to idempotency keys: a key is honoured for a day. */
  keys: { days: 2, least: 2 },
  /** What each way saw of each guest: the report goes back 30 days, and needs the day before. */
  sightings: { days: 31, least: 31 },
  /** Memberships that were refused and whose answer nobody fetched. */
  outbox: { days: 30, least: 7 },
  /** Notices that were sent or dropped: so long one keeps an equal one from being sent again. */
  notices: { days: 90, least: 30 },
  /** Documents with the heads of all ledgers; the newest stays. */
  heads: { days: 90, least: 30 },
  /** Plans that ended, with their bodies: what a second person approved, and whom it named. */
  plans: { days: 400, least: 90 },
  /** Entries of ledgers; the newest of each stays. */
  ledger: { days: 400, least: 90 },
  /** Guests who were removed: then they are erased. */
  guests: { days: 730, least: 90 },
} as const;
export type RetainedTable = keyof typeof RETAINED;
export const RETAINED_TABLES = Object.keys(RETAINED) as RetainedTable[];

/** Days by what is kept. */
export type Retention = Readonly<Record<RetainedTable, number>>;

const PART = /^([a-z]+)=(\d+)$/;
const DEFAULTS = Object.fromEntries(
  RETAINED_TABLES.map((table) => [table, RETAINED[table].days]),
) as unknown as Retention;

/** The setting: `ledger=400,guests=730`; what is left out is as by default. Each mistake is an issue of its own. */
export const retentionSchema = z
  .string()
  .default('')
  .transform((text, context): Retention => {
    const days: Record<RetainedTable, number> = { ...DEFAULTS };
    const parts = text.split(',').map((part) => part.trim());
    for (const part of parts.filter((one) => one !== '')) {
      const [, name = '', count = ''] = PART.exec(part) ?? [];
      const table = RETAINED_TABLES.find((one) => one === name);
      const issue = issueOf(name, table, Number(count));
      if (issue !== undefined) context.addIssue({ code: 'custom', message: issue });
      else if (table !== undefined) days[table] = Number(count);
    }
    return days;
  });

function issueOf(name: string, table: RetainedTable | undefined, days: number): string | undefined {
  if (name === 'audit') return 'names the audit, which is kept whole: leave it out';
  if (table === undefined)
    return `has parts like ledger=400, with commas between them, of ${RETAINED_TABLES.join(', ')}`;
  const { least } = RETAINED[table];
  return days < least ? `keeps ${table} for ${least} days at least` : undefined;
}

/** Before when what is kept so many days has had its time, ISO 8601. Pure. */
export const keptSince = (days: number, now: Date): string =>
  new Date(now.getTime() - days * 86_400_000).toISOString();

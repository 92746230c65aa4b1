import { z } from 'zod';
import { isGuid, sha256 } from './ids';

const guidText = z.string().refine(isGuid, 'must be a GUID').toLowerCase();

/** One ring of a client’s rollout: whom it holds, how long after the ring before it opens, and what stops the next one. */
export const clientRingSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens'),
    /** This share of the partner’s guests, by a hash of their ids: those of the rings before are among them. */
    percent: z.int().min(1).max(100).optional(),
    guests: z.array(guidText).optional(),
    /** Guests who have these hosts: `vmId` of a machine, or id of a Cloud PC. */
    hosts: z.array(guidText).optional(),
    /** ISO 8601, in days and hours; left out = as soon as the ring before is well. */
    after: z
      .string()
      .regex(
        /^P(?=\d|T)(\d{1,3}D)?(T\d{1,3}H)?$/,
        'must be a duration in days and hours such as P2D or PT12H',
      )
      .optional(),
    /** More failed installs than this share of those that ended, in this ring or one before, stop the next one. */
    stopAtFailedPercent: z.number().min(0).max(100).optional(),
  })
  .refine(
    ({ percent, guests, hosts }) => percent !== undefined || guests !== undefined || hosts !== undefined,
    'must say whom it holds: percent, guests or hosts',
  );
export type ClientRing = z.output<typeof clientRingSchema>;

/** The rings of a policy, in the order in which they open: the last one holds everybody, and shares only grow. */
export const clientRingsSchema = z
  .array(clientRingSchema)
  .min(1)
  .max(10)
  .refine(
    (rings) => rings.at(-1)?.percent === 100,
    'must end with a ring of percent 100, so that nobody is left out',
  )
  .refine((rings) => new Set(rings.map(({ name }) => name)).size === rings.length, 'must have a name each')
  .refine((rings) => {
    const shares = rings.flatMap(({ percent }) => percent ?? []);
    return shares.every((share, at) => at === 0 || share > (shares[at - 1] ?? 0));
  }, 'must hold ever larger shares: a ring holds those of the rings before too');

/** Where a policy says nothing. */
export const STOP_AT_FAILED_PERCENT = 10;

/** Whom a ring may hold. `host`: null where none is leased to the guest yet. */
export interface RingMember {
  guest: string;
  host: string | null;
}

/** Place of the first ring that holds the guest, named or by its share; it stays the same as long as the rings do. Pure. */
export function ringOf(rings: readonly ClientRing[], partner: string, { guest, host }: RingMember): number {
  const place = parseInt(sha256(`${partner}\n${guest}`).slice(0, 8), 16) % 100;
  const found = rings.findIndex(
    ({ percent = 0, guests = [], hosts = [] }) =>
      place < percent || guests.includes(guest) || (host !== null && hosts.includes(host)),
  );
  return found === -1 ? rings.length - 1 : found;
}

/** A duration of a ring in milliseconds. Pure. */
export function durationMs(after: string | undefined): number {
  const days = Number(/(\d+)D/.exec(after ?? '')?.[1] ?? 0);
  const hours = Number(/(\d+)H/.exec(after ?? '')?.[1] ?? 0);
  return (days * 24 + hours) * 3_600_000;
}

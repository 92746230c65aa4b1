import type { Notice, NoticeKind } from './notice';

/** Guests named in one part of a digest; the others are counted. */
const MOST_NAMED = 25;

const PARTS = {
  invited: 'sponsor-invited',
  waiting: 'sponsor-waiting',
  ready: 'sponsor-ready',
  leaving: 'sponsor-leaving',
  expired: 'sponsor-expired',
  offboarded: 'sponsor-offboarded',
} as const satisfies Record<string, NoticeKind>;

type Named = {
  name: string | null;
  id: string;
  partner: string;
  on: string;
  /** Of who is invited: whether it would be let in, or what is in the way. */
  note: string | null;
};
type Part = { guests: Named[]; more: string | null };
/** What a digest shows, part by part; null = nothing of this kind happened. */
export type DigestValues = Record<keyof typeof PARTS, Part | null>;

/** The notices that a digest names, each part cut to what a person reads: only their names are worth asking for. Pure. */
export function namedIn(notices: readonly Notice[]): Notice[] {
  return Object.values(PARTS).flatMap((kind) => ofKind(notices, kind).slice(0, MOST_NAMED));
}

/** The parts of a digest. `nameOf`: as the directory shows the guest; null = it has no name to show. Pure. */
export function digestValues(
  notices: readonly Notice[],
  nameOf: (guest: string) => string | null,
): DigestValues {
  const parts = Object.entries(PARTS).map(([part, kind]) => [part, partOf(ofKind(notices, kind), nameOf)]);
  return Object.fromEntries(parts) as DigestValues;
}

const ofKind = (notices: readonly Notice[], kind: NoticeKind): Notice[] =>
  notices.filter((notice) => notice.kind === kind);

function partOf(notices: readonly Notice[], nameOf: (guest: string) => string | null): Part | null {
  if (notices.length === 0) return null;
  const left = notices.length - MOST_NAMED;
  const guests = notices.slice(0, MOST_NAMED).map(({ guest, partner, recordedAt, cause }) => ({
    name: guest === null ? null : nameOf(guest),
    id: guest ?? '',
    partner,
    // What is to come has its own day; everything else happened when it was written down.
    on: (cause?.code === 'ends-at' ? cause.message : recordedAt).slice(0, 10),
    note: cause?.code === 'readiness' ? cause.message : null,
  }));
  return { guests, more: left > 0 ? String(left) : null };
}

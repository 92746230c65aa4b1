import type { Failure } from './failure';

/** What failures of one fingerprint have in common, and how many there are. */
export interface FailureCause {
  fingerprint: string;
  flow: string;
  step: string;
  code: string;
  resource: string;
  /** Open failures. */
  count: number;
  /** Distinct guests among them. */
  guests: number;
  /** Partners concerned, by name; failures that belong to none count for none. */
  partners: string[];
  /** ISO 8601: the oldest of them first seen, the newest last seen. */
  since: string;
  lastSeenAt: string;
  /** Of the one that was last seen. */
  message: string;
  fix: string;
  evidence: unknown;
}

/** Failures by cause: whoever stops most guests first, then most failures, then the oldest. Pure; one pass and a sort. */
export function causesOf(failures: Iterable<Failure>): FailureCause[] {
  const byPrint = new Map<string, Failure[]>();
  for (const failure of failures) {
    const all = byPrint.get(failure.fingerprint);
    if (all === undefined) byPrint.set(failure.fingerprint, [failure]);
    else all.push(failure);
  }
  return [...byPrint.values()].flatMap(causeOf).sort(byWeight);
}

/** The cause of failures with one fingerprint; none where there are none. Pure. */
export function causeOf(failures: readonly Failure[]): FailureCause[] {
  const [first, ...rest] = failures;
  if (first === undefined) return [];
  const newest = rest.reduce((last, one) => (one.lastSeenAt > last.lastSeenAt ? one : last), first);
  const since = rest.reduce((at, one) => (one.firstSeenAt < at ? one.firstSeenAt : at), first.firstSeenAt);
  const guests = failures.flatMap(({ subject }) => (subject?.kind === 'guest' ? [subject.id] : []));
  const partners = failures.flatMap(({ partner }) => partner ?? []);
  const { fingerprint, flow, step, code, resource, lastSeenAt, message, fix, evidence } = newest;
  return [
    {
      ...{ fingerprint, flow, step, code, resource },
      count: failures.length,
      guests: new Set(guests).size,
      partners: [...new Set(partners)].sort(),
      ...{ since, lastSeenAt, message, fix, evidence },
    },
  ];
}

const byWeight = (a: FailureCause, b: FailureCause): number =>
  b.guests - a.guests || b.count - a.count || a.since.localeCompare(b.since);

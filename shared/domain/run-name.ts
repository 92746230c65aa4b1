import { guestId, isGuid, type GuestId } from './ids';
import { SUBJECT_KINDS, type Subject } from './subject';

/** What a person names: a run of a subject, or an offboarding plan. */
export type NamedRun = { kind: 'run'; subject: Subject; run: string } | { kind: 'plan'; plan: string };

const RUN = /^([a-z]+)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-9]\d{0,8})$/;

/** Reads `guest-{guid}-{n}` (or another kind's run), a plan's id, or `plan-{id}`; undefined = it is none of them. Pure. */
export function namedRun(text: string): NamedRun | undefined {
  const lower = text.toLowerCase();
  const plan = lower.replace(/^plan-/, '');
  if (isGuid(plan)) return { kind: 'plan', plan };
  const [, kind, id = ''] = RUN.exec(lower) ?? [];
  const known = SUBJECT_KINDS.find((one) => one === kind);
  return known === undefined ? undefined : { kind: 'run', subject: { kind: known, id }, run: lower };
}

/** The guest of a guest's run; undefined = it is no guest's. Pure. */
export const guestOf = (named: NamedRun): GuestId | undefined =>
  named.kind === 'run' && named.subject.kind === 'guest' ? guestId(named.subject.id) : undefined;

/** How a plan is named where it did something itself. Pure. */
export const planRun = (plan: string): string => `plan-${plan}`;

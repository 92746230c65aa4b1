import type { Failure } from '../../shared/domain/failure';
import { guestId, type GuestId } from '../../shared/domain/ids';
import type { AdminDeps } from './admin-deps';

/** What a person asks to have replayed. */
export type ReplayTarget =
  | { kind: 'failure'; fingerprint: string; key: string }
  | { kind: 'fingerprint'; fingerprint: string }
  | { kind: 'guest'; guest: string }
  | { kind: 'partner'; partner: string };

/** Guests to replay, and where the runs of each stopped. */
export type Replayed = Map<GuestId, string[]>;

/**
 * The guests a target names: those of open failures; one guest whether or not it failed. What is no guest's (a host, a
 * group, a message) is named apart: its own run looks at it again by itself.
 */
export async function chooseReplayed(
  { failures }: Pick<AdminDeps, 'failures'>,
  target: ReplayTarget,
): Promise<{ guests: Replayed; others: string[] }> {
  const found = await failuresOf(failures, target);
  const guests: Replayed = new Map(target.kind === 'guest' ? [[guestId(target.guest), []]] : []);
  for (const { subject, step } of found) {
    if (subject?.kind !== 'guest') continue;
    const id = guestId(subject.id);
    guests.set(id, [...(guests.get(id) ?? []), step]);
  }
  const others = found.flatMap(({ subject, key }) => (subject?.kind === 'guest' ? [] : [key]));
  return { guests, others };
}

async function failuresOf(failures: AdminDeps['failures'], target: ReplayTarget): Promise<Failure[]> {
  switch (target.kind) {
    case 'fingerprint':
      return failures.list(target.fingerprint);
    case 'failure':
      return (await failures.list(target.fingerprint)).filter(({ key }) => key === target.key);
    case 'guest':
      return (await failures.list()).filter(
        ({ subject }) => subject?.kind === 'guest' && subject.id === target.guest,
      );
    case 'partner':
      return (await failures.list()).filter(({ partner }) => partner === target.partner);
  }
}

import { RetryableError, TerminalError } from '../../shared/domain/codes';
import { guestId, partnerId, type GuestId, type PartnerId } from '../../shared/domain/ids';
import { audienceOf, noticeKey, type Notice } from '../../shared/domain/notice';
import { notSent, takenUp, type NoticeLetter } from '../../shared/domain/notice-schedule';
import type { Stop } from '../../shared/domain/outcome';
import type { NoticeOutbox } from '../../shared/state/notice-outbox';
import type { Versioned } from '../../shared/state/subjects';
import type { NoticePorts } from './notice-ports';
import { writeLetter, type LetterDeps } from './write-letter';

export interface SendDeps extends LetterDeps, Pick<NoticePorts, 'channels'> {
  noticeOutbox: NoticeOutbox;
  /** The one decision every write asks first; undefined = go ahead. */
  permit(partner: PartnerId, guest: GuestId | null, why?: { isPlanned: boolean }): Promise<Stop | undefined>;
  now: () => Date;
}

/** What became of a letter. `isDown`: the next letter by this way would meet the same. */
export type LetterResult =
  | { kind: 'sent' | 'dropped' | 'taken' }
  | { kind: 'failed'; isDown: boolean; error: RetryableError | TerminalError };

/**
 * Sends one letter: asks whether it may, takes its notices up, sends, and writes down that it did. A process that dies
 * in between leaves them taken up, so they are sent once more after their wait, under the same key: at least once.
 */
export async function sendLetter(
  deps: SendDeps,
  letter: NoticeLetter<Versioned<Notice>>,
): Promise<LetterResult> {
  const channel = deps.channels[letter.notices[0].value.channel];
  if (channel === null) return { kind: 'failed', isDown: true, error: notSetUp(letter.notices[0].value) };
  try {
    const allowed = await withoutBanned(deps, letter.notices);
    const taken = await takeUp(deps, allowed);
    const [first, ...rest] = taken;
    if (first === undefined) return { kind: allowed.length === 0 ? 'dropped' : 'taken' };
    return await deliver(deps, channel, letter, [first, ...rest]);
  } catch (error) {
    if (error instanceof RetryableError || error instanceof TerminalError)
      return { kind: 'failed', isDown: error instanceof RetryableError, error };
    throw error;
  }
}

async function deliver(
  deps: SendDeps,
  channel: NonNullable<SendDeps['channels']['mail']>,
  letter: Pick<NoticeLetter<unknown>, 'key' | 'template'>,
  taken: [Notice, ...Notice[]],
): Promise<LetterResult> {
  try {
    const answer = await channel.send(await writeLetter(deps, letter, taken));
    const sentAt = deps.now().toISOString();
    await settle(deps, taken, (notice) =>
      answer === 'sent' ? { ...notice, state: 'sent', sentAt, trouble: null } : dropped(notice, NO_ADDRESS),
    );
    return { kind: answer === 'sent' ? 'sent' : 'dropped' };
  } catch (error) {
    if (!(error instanceof RetryableError || error instanceof TerminalError)) throw error;
    const isLater = error instanceof RetryableError;
    const trouble = { code: isLater ? error.reason : error.code, message: error.message };
    const when = { nowMs: deps.now().getTime(), retryAfterSeconds: isLater ? error.retryAfterSeconds : 0 };
    await settle(deps, taken, (notice) => notSent(notice, trouble, when));
    return { kind: 'failed', isDown: isLater || error.code === 'forbidden', error };
  }
}

const NO_ADDRESS = {
  code: 'no-address',
  message: 'the directory has no mail address of the reader, or knows the reader no more',
};

const dropped = (notice: Notice, trouble: NonNullable<Notice['trouble']>): Notice => ({
  ...notice,
  state: 'dropped',
  trouble,
});

const notSetUp = ({ channel }: Notice): TerminalError =>
  new TerminalError(
    'forbidden',
    channel === 'mail'
      ? 'a partner’s policy tells people by mail, and no mailbox is set: set GATEHOUSE_NOTICES_MAILBOX'
      : 'a partner’s policy tells people by webhook, and none is set: set GATEHOUSE_NOTICES_WEBHOOK',
  );

/** Whom nothing may be written for gets, and gives rise to, no word: the notice is dropped for good. */
async function withoutBanned(
  deps: SendDeps,
  notices: readonly Versioned<Notice>[],
): Promise<Versioned<Notice>[]> {
  const allowed: Versioned<Notice>[] = [];
  for (const stored of notices) {
    const ban = await banOf(deps, stored.value);
    if (ban === undefined) allowed.push(stored);
    else await deps.noticeOutbox.replace(dropped(stored.value, ban), stored.etag);
  }
  return allowed;
}

async function banOf(
  deps: SendDeps,
  { kind, guest, partner }: Notice,
): Promise<NonNullable<Notice['trouble']> | undefined> {
  // What Approvers are told of was decided by people: the partner's mode did not stop it, nor does it stop the word.
  const isPlanned = audienceOf(kind) === 'approvers';
  const ban = await deps.permit(partnerId(partner), guest === null ? null : guestId(guest), { isPlanned });
  if (ban === undefined) return undefined;
  if (ban.kind === 'refused') return { code: ban.code, message: ban.message };
  throw new RetryableError('unavailable', 'whether anything may be written could not be told now', 60);
}

/** Written before it is sent. A conflict: another sender has it. */
async function takeUp(deps: SendDeps, notices: readonly Versioned<Notice>[]): Promise<Notice[]> {
  const taken: Notice[] = [];
  for (const { value, etag } of notices) {
    const next = takenUp(value, deps.now().getTime());
    if ((await deps.noticeOutbox.replace(next, etag)) === 'written') taken.push(next);
  }
  return taken;
}

async function settle(
  { noticeOutbox }: SendDeps,
  taken: readonly Notice[],
  next: (notice: Notice) => Notice,
): Promise<void> {
  for (const { about, ...rest } of taken) {
    const stored = await noticeOutbox.read({ about, key: noticeKey(rest) });
    // Somebody else took it up after us, since our wait had run out: what becomes of it is theirs to write.
    if (stored?.value.tries !== rest.tries) continue;
    await noticeOutbox.replace(next(stored.value), stored.etag);
  }
}

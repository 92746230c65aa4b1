import type { InvocationContext } from '@azure/functions';
import { TerminalError, type RetryableError } from '../../shared/domain/codes';
import type { NoticeChannel } from '../../shared/domain/notice';
import { lateNotices, lettersDue } from '../../shared/domain/notice-schedule';
import type { Failures } from '../../shared/state/failures';
import type { NoticeSettings } from '../notices/notice-ports';
import { sendLetter, type LetterResult, type SendDeps } from '../notices/send-letter';
import { openFinding } from '../open-finding';

interface Deps extends SendDeps, Pick<NoticeSettings, 'alertHours'> {
  failures: Failures;
}

/** So that a tick ends before the next one begins, even where each letter takes seconds. */
const MOST_LETTERS = 100;
const LATE_KEY = 'notices-late';
const channelKey = (channel: NoticeChannel): string => `notices-${channel}`;

/**
 * Sends the notices that are due. A way that does not work is left alone until the next tick; what waits by it is tried
 * again with growing waits, and is an alarm when it is late. Safe to repeat, and for two at once.
 */
export const sendNotices =
  (deps: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const letters = lettersDue(await deps.noticeOutbox.waiting(), deps.now().getTime());
    const down = new Set<NoticeChannel>();
    const working = new Set<NoticeChannel>();
    for (const letter of letters.slice(0, MOST_LETTERS)) {
      const { channel } = letter.notices[0].value;
      if (down.has(channel)) continue;
      const result = await tried(deps, letter, context);
      if (result.kind === 'sent') working.add(channel);
      if (result.kind !== 'failed') continue;
      if (result.isDown) down.add(channel);
      await noteTrouble(deps, channel, result.error, context);
    }
    for (const channel of working) if (!down.has(channel)) await deps.failures.resolve(channelKey(channel));
    await alarmIfLate(deps);
  };

/** A letter that cannot be handled at all holds nobody else up; its notices were taken up, so they wait. */
async function tried(
  deps: Deps,
  letter: Parameters<typeof sendLetter>[1],
  context: InvocationContext,
): Promise<LetterResult> {
  try {
    return await sendLetter(deps, letter);
  } catch (error) {
    context.error(`The notice ${letter.key} (${letter.template}) could not be handled`, error);
    return { kind: 'taken' };
  }
}

/** What passes by itself is a line in the log; what somebody has to change is a failure. */
async function noteTrouble(
  deps: Deps,
  channel: NoticeChannel,
  error: RetryableError | TerminalError,
  context: InvocationContext,
): Promise<void> {
  context.warn(`A notice by ${channel} was not sent; it is tried again: ${error.message}`);
  if (!(error instanceof TerminalError)) return;
  await openFinding(deps, {
    flow: 'notices',
    step: 'send',
    code: error.code,
    resource: channel,
    key: channelKey(channel),
    message: `Notices by ${channel} are not sent: ${error.message}`,
    fix: 'Mend what the message names (docs/notices.md); what waits is sent by itself then.',
    partner: null,
    evidence: null,
  });
}

async function alarmIfLate(deps: Deps): Promise<void> {
  const waiting = (await deps.noticeOutbox.waiting()).map(({ value }) => value);
  const late = lateNotices(waiting, deps.now().getTime(), deps.alertHours);
  if (late.length === 0) {
    await deps.failures.resolve(LATE_KEY);
    return;
  }
  const troubles = [...new Set(late.flatMap(({ trouble }) => trouble?.code ?? []))];
  await openFinding(deps, {
    flow: 'notices',
    step: 'send',
    code: 'notices-late',
    resource: 'notice',
    key: LATE_KEY,
    message: `${late.length} notice(s) wait more than ${deps.alertHours} h to be sent; the last tries met: ${troubles.join(', ') || 'nothing'}`,
    fix: 'Look with gatehouse notices list --state waiting, and mend the mailbox or the webhook.',
    partner: null,
    evidence: { kinds: [...new Set(late.map(({ kind }) => kind))], waiting: waiting.length },
  });
}

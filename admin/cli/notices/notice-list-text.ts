import type { NoticeView } from '../../../shared/domain/admin-api/notice-view';
import type { CliContext } from '../cli-context';
import { fitTable } from '../fit-table';
import { minuteText } from '../time-text';

/** Notices as a table. */
export function noticeListText(notices: readonly NoticeView[], { width }: Pick<CliContext, 'width'>): string {
  if (notices.length === 0) return 'No notice fits.';
  const rows = notices.map((one) => [minuteText(one.recordedAt), one.kind, one.about, whatBecame(one)]);
  return `${fitTable(['recorded', 'notice', 'about', 'what became of it'], rows, width)}\n\n${notices.length} notice(s).`;
}

function whatBecame({ state, sentAt, nextTryAt, tries, trouble }: NoticeView): string {
  if (state === 'sent') return `sent ${minuteText(sentAt ?? '')}`;
  if (state === 'dropped') return `not sent: ${trouble?.code ?? 'dropped'}`;
  const failed = trouble === null ? '' : `, ${tries} tries: ${trouble.code}`;
  return `due ${minuteText(nextTryAt)}${failed}`;
}

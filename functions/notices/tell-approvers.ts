import type { Notice } from '../../shared/domain/notice';
import { freshNotice } from '../../shared/domain/notice-schedule';
import { emergencyFinding } from '../../shared/domain/partner-cut';
import type { PartnerStage } from '../../shared/domain/partner-stage';
import type { Failures } from '../../shared/state/failures';
import type { NoticeOutbox } from '../../shared/state/notice-outbox';
import { openFinding } from '../open-finding';
import type { NoticePorts, NoticeSettings } from './notice-ports';

interface Deps extends Pick<NoticePorts, 'channels'>, Pick<NoticeSettings, 'approvers'> {
  failures: Failures;
  noticeOutbox: NoticeOutbox;
  now: () => Date;
}

/**
 * Tells the Approvers of an emergency cut: by a failure, which everybody who looks sees, and by a notice to each whom the
 * settings name and to the webhook, where there is one. Safe to repeat: one cut is told of once.
 */
export async function tellApprovers(deps: Deps, { partner, cut }: PartnerStage): Promise<void> {
  const until = cut?.confirmBy ?? 'once';
  await openFinding(deps, {
    flow: 'partner',
    step: 'cut',
    code: 'emergency-cut',
    resource: 'partner',
    key: emergencyFinding(partner),
    message: `Partner ${partner} was cut in an emergency by one Operator; it is undone at ${until} unless an Approver confirms it`,
    fix: `Approvers: gatehouse partner confirm-cut ${partner}, or gatehouse partner uncut ${partner}.`,
    partner,
    evidence: null,
  });
  const nowMs = deps.now().getTime();
  for (const reader of readersOf(deps)) {
    const about = { about: `partner-${partner}`, guest: null, partner, kind: 'approvers-cut' } as const;
    const cause = { code: 'confirm-by', message: until };
    const row = { ...about, ...reader, cause, occasion: cut?.askedAt ?? until };
    // No digest is for Approvers: the hours do not matter.
    await deps.noticeOutbox.add(freshNotice(row, nowMs, 1));
  }
}

function readersOf({ approvers, channels }: Deps): Pick<Notice, 'to' | 'channel'>[] {
  const byMail = approvers.map((to) => ({ to, channel: 'mail' as const }));
  return channels.webhook === null ? byMail : [...byMail, { to: null, channel: 'webhook' as const }];
}

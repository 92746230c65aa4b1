import type { AccessEndings } from '../../shared/clients/access-endings';
import type { Addressees } from '../../shared/clients/addressees';
import type { Notices } from '../../shared/clients/notices';
import type { NoticeChannel } from '../../shared/domain/notice';
import type { NoticeTexts } from '../../shared/notices/read-notice-texts';

/** What sending notices needs beside the ports of the flows. */
export interface NoticePorts {
  accessEndings: AccessEndings;
  addressees: Addressees;
  /** The ways that are set up; null = none is. */
  channels: Readonly<Record<NoticeChannel, Notices | null>>;
}

export interface NoticeSettings {
  texts: NoticeTexts;
  /** Domain of this tenant: what a guest types to sign in to it. */
  domain: string;
  /** Object ids of the users who are told of an emergency cut. */
  approvers: readonly string[];
  /** A notice that waits longer than it should by so many hours is an alarm. */
  alertHours: number;
}

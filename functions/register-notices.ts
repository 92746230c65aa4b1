import { app } from '@azure/functions';
import { readExclusion } from '../orchestrations/activities/read-exclusion';
import { writePermit } from '../orchestrations/activities/write-permit';
import type { NoticePorts, NoticeSettings } from './notices/notice-ports';
import type { AppSettings, Ports } from './ports';
import { sendNotices } from './schedules/send-notices';
import { warnOfEndings } from './schedules/warn-of-endings';

/** The timers that tell people: every minute, since a hold and an emergency are told at once. */
export function registerNotices(ports: Ports & NoticePorts, settings: AppSettings & NoticeSettings): void {
  const permit = writePermit({ ...ports, exclusion: readExclusion({ ...ports, ...settings }) });
  const deps = { ...ports, ...settings, permit };
  const send = sendNotices(deps);
  const warn = warnOfEndings(deps);
  app.timer('sendNotices', { schedule: '25 * * * * *', handler: (_timer, context) => send(context) });
  app.timer('warnOfEndings', { schedule: '50 11 4 * * *', handler: (_timer, context) => warn(context) });
}

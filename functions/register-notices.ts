import { app } from '@azure/functions';
import { readExclusion } from '../orchestrations/activities/read-exclusion';
import { writePermit } from '../orchestrations/activities/write-permit';
import type { NoticePorts, NoticeSettings } from './notices/notice-ports';
import type { AppSettings, Ports } from './ports';
import { purgeNotices } from './schedules/purge-notices';
import { sendNotices } from './schedules/send-notices';

/** The timers that tell people: every minute, since a hold and an emergency are told at once. */
export function registerNotices(ports: Ports & NoticePorts, settings: AppSettings & NoticeSettings): void {
  const deps = { ...ports, ...settings };
  const send = sendNotices({ ...deps, permit: writePermit({ ...deps, exclusion: readExclusion(deps) }) });
  const purge = purgeNotices(ports);
  app.timer('sendNotices', { schedule: '25 * * * * *', handler: (_timer, context) => send(context) });
  app.timer('purgeNotices', { schedule: '0 37 3 * * *', handler: (_timer, context) => purge(context) });
}

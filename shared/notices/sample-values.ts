import type { NoticeTemplate } from './notice-fields';
import type { NoticeValues } from './render-notice';

const guest = (name: string | null, on: string, note: string | null) => ({
  name,
  id: '3f0c2d1e-0000-4000-8000-000000000001',
  partner: 'contoso',
  on,
  note,
});
const part = (on: string, more: string | null = null, note: string | null = null) => ({
  guests: [guest('Ada', on, note), guest(null, on, note)],
  more,
});

/** Values to show a text with: every field has one. */
export const SAMPLE_VALUES: Readonly<Record<NoticeTemplate, NoticeValues>> = {
  'guest-welcome': { guestName: 'Ada', domain: 'woodgrove.com' },
  'guest-reminder': {
    guestName: 'Ada',
    domain: 'woodgrove.com',
    invitedOn: '2026-11-02',
    expiresOn: '2026-12-02',
  },
  'sponsor-held': {
    sponsorName: 'Piet',
    guestName: 'Ada',
    guestId: '3f0c2d1e-0000-4000-8000-000000000001',
    partner: 'contoso',
    blocker: 'no host of the pool is free',
    fix: 'Add a session host to the pool, or declare a freed one clean.',
  },
  'sponsor-digest': {
    sponsorName: 'Piet',
    invited: part('2026-11-02', null, 'ready on acceptance'),
    waiting: part('2026-11-22'),
    ready: part('2026-11-03', '12'),
    leaving: part('2026-12-24'),
    expired: part('2026-12-02'),
    offboarded: part('2026-11-20'),
  },
  'approvers-cut': { partner: 'contoso', confirmBy: '2026-11-03T12:00:00.000Z' },
};

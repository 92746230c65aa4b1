/** What a text may say: `text`, or a part with fields of its own that may be missing or come several times. */
export interface NoticeFields {
  readonly [name: string]: 'text' | NoticeFields;
}

const guests = {
  guests: { name: 'text', id: 'text', partner: 'text', on: 'text', note: 'text' },
  more: 'text',
} as const;

/** The fields of each text. Every value is read when it is sent; `name` and `guestName` are what a guest calls itself. */
export const NOTICE_FIELDS = {
  'guest-welcome': { guestName: 'text', domain: 'text' },
  'guest-reminder': { guestName: 'text', domain: 'text', invitedOn: 'text', expiresOn: 'text' },
  'sponsor-held': {
    sponsorName: 'text',
    guestName: 'text',
    guestId: 'text',
    partner: 'text',
    blocker: 'text',
    fix: 'text',
  },
  'sponsor-digest': {
    sponsorName: 'text',
    invited: guests,
    waiting: guests,
    ready: guests,
    leaving: guests,
    expired: guests,
    offboarded: guests,
  },
  'approvers-cut': { partner: 'text', confirmBy: 'text' },
} as const satisfies Record<string, NoticeFields>;

export type NoticeTemplate = keyof typeof NOTICE_FIELDS;
export const NOTICE_TEMPLATES = Object.keys(NOTICE_FIELDS) as NoticeTemplate[];

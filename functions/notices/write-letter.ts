import type { Letter } from '../../shared/clients/notices';
import { digestValues, namedIn } from '../../shared/domain/digest-values';
import { HOLDS, type HoldCode } from '../../shared/domain/holds';
import { guestId, partnerId } from '../../shared/domain/ids';
import type { Notice } from '../../shared/domain/notice';
import type { NoticeLetter } from '../../shared/domain/notice-schedule';
import { plainName } from '../../shared/domain/plain-name';
import { renderNotice, type NoticeValues } from '../../shared/notices/render-notice';
import type { InvitedGuests } from '../../shared/state/invited-guests';
import type { Partners } from '../../shared/state/partners';
import type { NoticePorts, NoticeSettings } from './notice-ports';

export interface LetterDeps
  extends Pick<NoticePorts, 'addressees'>, Pick<NoticeSettings, 'texts' | 'domain'> {
  invitedGuests: InvitedGuests;
  partners: Partners;
}

type Notes = readonly [Notice, ...Notice[]];

/** Puts the letter into words, in its reader's language. Names are read now and kept nowhere. */
export async function writeLetter(
  deps: LetterDeps,
  { key, template }: Pick<NoticeLetter<unknown>, 'key' | 'template'>,
  notices: Notes,
): Promise<Letter> {
  const [{ to, guest, kind }] = notices;
  const reader = to === null ? undefined : await deps.addressees.read(to);
  const isToGuest = kind.startsWith('guest-') && guest !== null;
  const invited = isToGuest ? await deps.invitedGuests.read(guestId(guest)) : undefined;
  const text = deps.texts.find(template, [invited?.language ?? null, reader?.language ?? null]);
  const values = await valuesOf(deps, template, notices, plainName(reader?.name ?? null));
  return { key, to, about: template, ...renderNotice(text, values) };
}

function valuesOf(
  deps: LetterDeps,
  template: NoticeLetter<unknown>['template'],
  notices: Notes,
  readerName: string | null,
): Promise<NoticeValues> {
  const [notice] = notices;
  switch (template) {
    case 'guest-welcome':
      return Promise.resolve({ guestName: readerName, domain: deps.domain });
    case 'guest-reminder':
      return reminderValues(deps, notice, readerName);
    case 'sponsor-held':
      return heldValues(deps, notice, readerName);
    case 'sponsor-digest':
      return digest(deps, notices, readerName);
    case 'approvers-cut':
      return Promise.resolve({ partner: notice.partner, confirmBy: notice.cause?.message ?? null });
  }
}

async function reminderValues(
  { domain, partners }: LetterDeps,
  { occasion, partner }: Notice,
  guestName: string | null,
): Promise<NoticeValues> {
  const days = (await partners.read(partnerId(partner)))?.value.expireAfterDays;
  // The occasion begins with the instant of the invitation.
  const invitedOn = occasion.slice(0, 10);
  const expiresOn =
    days === undefined
      ? null
      : new Date(Date.parse(invitedOn) + days * 86_400_000).toISOString().slice(0, 10);
  return { guestName, domain, invitedOn, expiresOn };
}

async function heldValues(
  deps: LetterDeps,
  { guest, partner, cause }: Notice,
  sponsorName: string | null,
): Promise<NoticeValues> {
  return {
    sponsorName,
    guestName: guest === null ? null : await nameOf(deps, guest),
    guestId: guest,
    partner,
    blocker: cause?.message ?? null,
    fix: fixOf(cause?.code),
  };
}

/** A row may hold a code of another release. */
function fixOf(code: string | undefined): string {
  const known = Object.keys(HOLDS).find((one) => one === code) as HoldCode | undefined;
  return known === undefined ? 'Ask the operators of Gatehouse.' : HOLDS[known].fix;
}

async function digest(deps: LetterDeps, notices: Notes, sponsorName: string | null): Promise<NoticeValues> {
  const guests = [...new Set(namedIn(notices).flatMap(({ guest }) => guest ?? []))];
  const names = new Map<string, string | null>();
  for (const guest of guests) names.set(guest, await nameOf(deps, guest));
  return { sponsorName, ...digestValues(notices, (guest) => names.get(guest) ?? null) };
}

const nameOf = async ({ addressees }: LetterDeps, user: string): Promise<string | null> =>
  plainName((await addressees.read(user))?.name ?? null);

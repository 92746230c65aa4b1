import { z } from 'zod';
import type { UserFacts } from '../../domain/guest-facts';
import { guestId } from '../../domain/ids';

const text = z.string().nullish();

/** Fields a reading of a user asks for; several of them come only when asked for (Graph, user resource, 2026). */
export const USER_FIELDS =
  'id,userType,externalUserState,externalUserStateChangeDateTime,creationType,accountEnabled,identities,mail,otherMails,userPrincipalName';

/** `accountEnabled` must be there: an account that merely looks disabled would be offboarded. */
export const graphUser = z.object({
  id: z.guid(),
  userType: text,
  externalUserState: text,
  externalUserStateChangeDateTime: text,
  creationType: text,
  accountEnabled: z.boolean(),
  identities: z.array(z.object({ issuer: text })).nullish(),
  mail: text,
  otherMails: z.array(z.string()).nullish(),
  userPrincipalName: text,
});
type GraphUser = z.output<typeof graphUser>;

/** What the domain may know of a user: addresses become a mail domain here and go no further. */
export function userFacts(user: GraphUser): UserFacts {
  return {
    id: guestId(user.id),
    userType: user.userType === 'Member' || user.userType === 'Guest' ? user.userType : null,
    externalUserState: user.externalUserState ?? null,
    externalUserStateChangedAt: instant(user.externalUserStateChangeDateTime),
    creationType: user.creationType ?? null,
    accountEnabled: user.accountEnabled,
    issuers: (user.identities ?? []).flatMap(({ issuer }) => issuer ?? []),
    domain: mailDomain(user),
  };
}

/** The docs give the field two types, DateTimeOffset and String; what is no time counts as unknown. */
function instant(value: string | null | undefined): string | null {
  const atMs = Date.parse(value ?? '');
  return Number.isNaN(atMs) ? null : new Date(atMs).toISOString();
}

/**
 * INFERRED order: `mail`, else the first other mail, else the user principal name. The last is stale after an
 * invitation was reset to another address, and only "it contains #EXT#" is documented (Reset redemption status).
 */
function mailDomain(user: GraphUser): string | null {
  const mails = [user.mail, ...(user.otherMails ?? [])];
  for (const mail of mails) {
    const domain = afterLast('@', mail ?? '');
    if (domain !== null) return domain;
  }
  return domainOfGuestName(user.userPrincipalName ?? '');
}

/**
 * INFERRED: a guest is named `<local>_<domain>#EXT#@<host>`, and a domain has no underscore while a local part
 * may: so the domain follows the last underscore. Other names belong to this tenant and tell no partner.
 */
function domainOfGuestName(name: string): string | null {
  const mark = name.toUpperCase().indexOf('#EXT#');
  return mark === -1 ? null : afterLast('_', name.slice(0, mark));
}

function afterLast(separator: string, value: string): string | null {
  const at = value.lastIndexOf(separator);
  const rest = value
    .slice(at + 1)
    .trim()
    .toLowerCase();
  return at === -1 || rest === '' ? null : rest;
}

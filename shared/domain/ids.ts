import { createHash } from 'node:crypto';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Entra object id of an external user, lower case. */
export type GuestId = Branded<'GuestId'>;
/** Entra object id of a group, lower case. */
export type GroupId = Branded<'GroupId'>;
/** Entra tenant id, lower case. */
export type TenantId = Branded<'TenantId'>;
/** A host: the `vmId` of a virtual machine, or the id of a Cloud PC; lower case. */
export type HostId = Branded<'HostId'>;
/** Short name an operator gave a partner, for example `contoso`. */
export type PartnerId = Branded<'PartnerId'>;
/** Instance id of one run: `{kind}-{guid}-{n}`; never used twice. */
export type RunId = Branded<'RunId'>;

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const PARTNER = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** Whether `text` is a GUID in any case. */
export function isGuid(text: string): boolean {
  return GUID.test(text.toLowerCase());
}

function guid(text: string, what: string): string {
  const lower = text.toLowerCase();
  if (!GUID.test(lower)) throw new RangeError(`${what} must be a GUID`);
  return lower;
}

/** Accepts a GUID in any case. Throws RangeError, without repeating the input, if it is none. */
export const guestId = (text: string): GuestId => guid(text, 'A guest id') as GuestId;
/** As {@link guestId}, for groups. */
export const groupId = (text: string): GroupId => guid(text, 'A group id') as GroupId;
/** As {@link guestId}, for tenants. */
export const tenantId = (text: string): TenantId => guid(text, 'A tenant id') as TenantId;
/** As {@link guestId}, for hosts. */
export const hostId = (text: string): HostId => guid(text, 'A host id') as HostId;

/** Whether `text` may name a partner: 1 to 40 lower-case letters, digits and inner hyphens. */
export const isPartnerId = (text: string): boolean => PARTNER.test(text);

/** Accepts 1 to 40 lower-case letters, digits and inner hyphens. Throws RangeError otherwise. */
export function partnerId(text: string): PartnerId {
  if (!isPartnerId(text)) {
    throw new RangeError('A partner id is 1 to 40 lower-case letters, digits and inner hyphens');
  }
  return text as PartnerId;
}

/** Lower-case hexadecimal SHA-256 of `text` (UTF-8). */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** A GUID computed from `text`: the same text gives the same GUID, so a repeat meets what the first try made. */
export function stableGuid(text: string): string {
  const hex = sha256(text);
  const variant = ((parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16).padStart(2, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

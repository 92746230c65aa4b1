import { z } from 'zod';
import { guestId, isGuid, partnerId, type PartnerId } from '../../shared/domain/ids';

/** No parameters in the path. */
export const NO_PARAMS = z.strictObject({});
/** No query. */
export const NO_QUERY = z.strictObject({});

const PARTNER_NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** An object id: a GUID in any case, read as lower case. */
export const guidText = z.string().refine(isGuid, 'must be a GUID').toLowerCase();
/** A guest's object id. */
export const guestIdText = guidText.transform(guestId);
/** A partner's name. */
export const partnerName: z.ZodType<PartnerId, string> = z
  .string()
  .regex(PARTNER_NAME, 'must be 1 to 40 lower-case letters, digits and inner hyphens')
  .transform(partnerId);
/** A SHA-256 in hexadecimal. */
export const hashText = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');
/** Names a cause of failures. */
export const fingerprintText = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'must be the 16 hexadecimal digits of a fingerprint');
/** ISO 8601, UTC. */
export const instantText = z.iso.datetime();

/** Why somebody does it. Kept for good, so no mail address may stand in it. */
export const reasonText = z
  .string()
  .trim()
  .min(3, 'say why, in three letters or more')
  .max(500)
  .refine((text) => !/\S@\S+\.\S/.test(text), 'must name nobody by a mail address: it is kept for good');
/** A number in somebody's ticket system. */
export const ticketText = z
  .string()
  .trim()
  .regex(/^[\w#./:-]{1,64}$/, 'must be 1 to 64 letters, digits and # . / : _ -');

/** Lists come in pages. `next` of one page is `continue` of the following. */
export const pageQuery = {
  top: z.coerce.number().int().min(1).max(1000).default(200),
  continue: z.string().max(400).optional(),
};
/** Null on the last page. */
export const nextPage = z.string().nullable();

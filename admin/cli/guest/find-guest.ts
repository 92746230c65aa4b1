import type { ApiClient } from '../../api-client';
import { ApiError } from '../../api-error';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Object id of the guest somebody means by an id or a mail address. The service asks the directory and stores
 * no address. Throws ApiError where it is nobody's, or that of several.
 */
export async function findGuest(api: ApiClient, who: string): Promise<string> {
  if (GUID.test(who)) return who.toLowerCase();
  if (!who.includes('@'))
    throw new ApiError('Say who: the object id of a guest (a GUID), or the mail address of the invitation.');
  const { ids } = await api.post<{ ids: string[] }>('guests/find', { mail: who });
  const [id] = ids;
  if (id === undefined)
    throw new ApiError(
      'Nobody in the directory has this address. It is the invited one that counts; a new guest may take minutes to be found.',
    );
  if (ids.length > 1)
    throw new ApiError(`Several users have this address: ${ids.join(', ')}. Take one of these ids.`);
  return id;
}

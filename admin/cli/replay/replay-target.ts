import type { ApiClient } from '../../api-client';
import { findGuest } from '../guest/find-guest';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What `replay plan` was told to plan, as the API takes it: a mail address is looked up, and sent nowhere else. */
export async function replayTarget(api: ApiClient, what: string): Promise<Record<string, string>> {
  const [fingerprint = '', ...key] = what.split('/');
  if (/^[0-9a-f]{16}$/.test(fingerprint))
    return key.length === 0
      ? { kind: 'fingerprint', fingerprint }
      : { kind: 'failure', fingerprint, key: key.join('/') };
  if (GUID.test(what)) return { kind: 'guest', guest: what };
  if (what.includes('@')) return { kind: 'guest', guest: await findGuest(api, what) };
  return { kind: 'partner', partner: what };
}

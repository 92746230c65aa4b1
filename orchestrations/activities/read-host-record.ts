import { done, refused } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';

/** What we hold about the host: the client somebody wants, and the one that was seen. Changes nothing. */
export const readHostRecord =
  (hosts: HostRecords): Act<'readHostRecord'> =>
  async ({ host }) => {
    const stored = await hosts.read(host);
    return stored === undefined
      ? refused('not-found', `there is no record of host ${host}`)
      : done(stored.value);
  };

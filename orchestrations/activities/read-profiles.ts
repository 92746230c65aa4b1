import type { NetworkAccess } from '../../shared/clients/network-access';
import { done, refused } from '../../shared/domain/outcome';
import type { Act } from './activity';
import { profileChecks } from './profile-checks';

/** Are the wanted traffic profiles there for members of the access group? Changes nothing; refuses with the first gap. */
export const readProfiles =
  (networkAccess: NetworkAccess): Act<'readProfiles'> =>
  async (input) => {
    const judged = await profileChecks(networkAccess, input);
    for (const { check, code } of judged) if (code !== null) return refused(code, check.observed);
    return done({ checks: judged.map(({ check }) => check) });
  };

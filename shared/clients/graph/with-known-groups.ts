import { TerminalError } from '../../domain/codes';
import type { Directory } from '../directory';
import type { Groups } from '../groups';

/**
 * A {@link Directory} that does not take "there is no such group" for "not a member of it": Graph's membership
 * question leaves deleted groups out without a word, and whoever was in one would lose all access. Throws
 * TerminalError('not-found') naming the groups that are gone.
 */
export function withKnownGroups(directory: Directory, groups: Groups): Directory {
  return {
    ...directory,
    readMemberships: async (user, asked) => {
      const held = await directory.readMemberships(user, asked);
      const unproved = asked.filter((group) => !held.includes(group));
      const there = await groups.existing(unproved);
      const gone = unproved.filter((group) => !there.includes(group));
      if (gone.length === 0) return held;
      throw new TerminalError(
        'not-found',
        `The directory has no group ${gone.join(', ')}, so nobody is taken for having left it`,
      );
    },
  };
}

import type { Directory } from '../../shared/clients/directory';
import { TerminalError } from '../../shared/domain/codes';
import type { GuestId } from '../../shared/domain/ids';
import type { Exclusion, ExclusionSettings } from '../../shared/domain/may-write';

interface Deps extends ExclusionSettings {
  directory: Directory;
}

/** Asked right before each write. */
export type ExclusionReader = (guest: GuestId) => Promise<Exclusion>;

/**
 * Reads whether the exclusion list names the guest. A group that is gone or may not be read is `unreadable`: nothing
 * is written then. Whose account is gone is in no group. Throws RetryableError where the directory does not answer.
 */
export const readExclusion =
  ({ directory, excludedGroup, excludedIds }: Deps): ExclusionReader =>
  async (guest) => {
    if (excludedIds.includes(guest)) return 'named';
    if (excludedGroup === null) return 'not-named';
    if ((await directory.readUser(guest)) === undefined) return 'not-named';
    try {
      const held = await directory.readMemberships(guest, [excludedGroup]);
      return held.includes(excludedGroup) ? 'named' : 'not-named';
    } catch (error) {
      // The service said no for good: the group was deleted, or the permission taken away.
      if (error instanceof TerminalError) return 'unreadable';
      throw error;
    }
  };

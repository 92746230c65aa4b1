import type { InvitedGuest, InvitedGuests } from '../invited-guests';
import { MemoryRows } from './memory-rows';

/** {@link InvitedGuests} in memory, for tests: forgets all when it is dropped. */
export function memoryInvitedGuests(): InvitedGuests {
  const rows = new MemoryRows<InvitedGuest>('InvitedGuests');
  return {
    has: async (guest) => (await rows.read(guest)) !== undefined,
    read: async (guest) => (await rows.read(guest))?.value,
    record: async (invited) => {
      await rows.insert(invited.guest, invited);
    },
    forget: async (guest) => {
      await rows.removeWhere((mark) => mark.guest === guest);
    },
  };
}

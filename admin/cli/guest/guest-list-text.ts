import type { GuestView } from '../../../shared/domain/admin-api/guest-view';
import { fitTable } from '../fit-table';

/** Guests as a table, and how many stand where. */
export function guestListText(guests: readonly GuestView[], width: number): string {
  if (guests.length === 0) return 'No guest fits.';
  const rows = guests.map((guest) => [guest.id, guest.state, guest.partner ?? '-', why(guest)]);
  const states = [...new Set(guests.map(({ state }) => state))].sort();
  const counts = states.map((state) => `${guests.filter((one) => one.state === state).length} ${state}`);
  const table = fitTable(['guest', 'state', 'partner', 'why'], rows, width);
  return `${table}\n\n${guests.length} guest(s): ${counts.join(', ')}.`;
}

/** In a word or two: the reason it waits, or what its sponsor would be told. */
function why({ reason, told, desktop }: GuestView): string {
  if (reason !== null) return reason.code;
  if (told !== null) return told === 'ready on acceptance' ? told : 'not ready on acceptance';
  return desktop?.name ?? '-';
}

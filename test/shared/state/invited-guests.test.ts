import { expect, it } from '@jest/globals';
import { guestId } from '../../../shared/domain/ids';
import { guid, NOON, ONE_O_CLOCK } from './builders';
import { onBothAdapters } from './on-both-adapters';

const ADA = guestId(guid(1));
const OLGA = guid(7, 'b');

onBothAdapters('InvitedGuests', (state) => {
  it('knows nobody who was not recorded', async () => {
    expect(await state().invitedGuests.has(ADA)).toBe(false);
    expect(await state().invitedGuests.read(ADA)).toBeUndefined();
  });

  it('gives back by whom and for whom a guest was invited', async () => {
    await state().invitedGuests.record(ADA, OLGA, null, NOON);
    expect(await state().invitedGuests.has(ADA)).toBe(true);
    expect(await state().invitedGuests.has(guestId(guid(2)))).toBe(false);
    expect(await state().invitedGuests.read(ADA)).toEqual({
      guest: ADA,
      invitedBy: OLGA,
      sponsor: null,
      at: NOON,
    });
  });

  it('keeps the first mark where an invitation is sent again', async () => {
    await state().invitedGuests.record(ADA, OLGA, guid(8, 'b'), NOON);
    await state().invitedGuests.record(ADA, guid(9, 'b'), null, ONE_O_CLOCK);
    expect(await state().invitedGuests.read(ADA)).toMatchObject({ invitedBy: OLGA, sponsor: guid(8, 'b') });
  });
});

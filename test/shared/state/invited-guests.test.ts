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
    const mark = { guest: ADA, invitedBy: OLGA, sponsor: null, at: NOON, language: 'nl-NL' };
    await state().invitedGuests.record(mark);
    expect(await state().invitedGuests.has(ADA)).toBe(true);
    expect(await state().invitedGuests.has(guestId(guid(2)))).toBe(false);
    expect(await state().invitedGuests.read(ADA)).toEqual(mark);
  });

  it('keeps the first mark where an invitation is sent again', async () => {
    const mark = { guest: ADA, invitedBy: OLGA, sponsor: guid(8, 'b'), at: NOON, language: null };
    await state().invitedGuests.record(mark);
    await state().invitedGuests.record({ ...mark, invitedBy: guid(9, 'b'), sponsor: null, at: ONE_O_CLOCK });
    expect(await state().invitedGuests.read(ADA)).toMatchObject({ invitedBy: OLGA, sponsor: guid(8, 'b') });
  });
});

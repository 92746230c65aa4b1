import { describe, expect, it } from '@jest/globals';
import { freeHosts } from '../../../shared/domain/choose-host';
import type { HostRecord } from '../../../shared/domain/host-record';
import { mayLease, type HostSeeker } from '../../../shared/domain/host-reuse';
import { guestId, hostId, partnerId } from '../../../shared/domain/ids';
import { memorySessionHost } from '../../support/memory-session-host';
import { guid, hostRecord, leaseOf, NOON } from '../state/builders';

const dirtyOf = (lastPartner: string | null): HostRecord['lease'] => ({
  kind: 'dirty',
  lastGuest: guestId(guid(1)),
  lastPartner,
  at: NOON,
});
const seeker = (hostReuse: HostSeeker['hostReuse']): HostSeeker => ({
  partner: partnerId('contoso'),
  hostReuse,
});

describe('whether a host is free for a guest', () => {
  it.each<[string, HostRecord['lease'], boolean[]]>([
    ['nobody ever had', { kind: 'clean' }, [true, true, true]],
    ['was declared clean', { kind: 'clean', cleanedAt: NOON }, [false, true, true]],
    ['a former guest of the partner left dirty', dirtyOf('contoso'), [false, false, true]],
    ['another partner’s guest left dirty', dirtyOf('fabrikam'), [false, false, false]],
    ['somebody of an unknown partner left dirty', dirtyOf(null), [false, false, false]],
    ['is leased', leaseOf(1), [false, false, false]],
  ])('one that %s: never, after-reimage, same-partner', (_name, lease, expected) => {
    const rules = ['never', 'after-reimage', 'same-partner'] as const;
    expect(rules.map((rule) => mayLease(lease, seeker(rule)))).toEqual(expected);
  });

  it('decides among the hosts of a pool: only the free ones are offered', () => {
    const pool = [0, 1, 2].map(memorySessionHost);
    const recordOf = (at: number, lease: HostRecord['lease']) =>
      hostRecord(at, { host: hostId(pool[at]!.vmId!), lease });
    const records = [recordOf(0, dirtyOf('contoso')), recordOf(1, dirtyOf('fabrikam'))];
    const names = (rule: HostSeeker['hostReuse']) =>
      freeHosts(pool, records, guestId(guid(7)), seeker(rule))
        .map(({ name }) => name)
        .sort();
    expect(names('never')).toEqual(['host-2']);
    expect(names('same-partner')).toEqual(['host-0', 'host-2']);
  });
});

import { expect, it } from '@jest/globals';
import { freePersonalHost } from '../../../orchestrations/activities/free-personal-host';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import type { HostSeeker } from '../../../shared/domain/host-reuse';
import { guestId, hostId, partnerId } from '../../../shared/domain/ids';
import { memoryHostRecords } from '../../../shared/state/memory/memory-host-records';
import { memoryPartners } from '../../../shared/state/memory/memory-partners';
import { memorySubjects } from '../../../shared/state/memory/memory-subjects';
import {
  guid,
  hostRecord,
  leaseOf,
  NOON,
  ONE_O_CLOCK,
  policy,
  subject,
  subjectRow,
} from '../../shared/state/builders';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { MemoryTenant } from '../../support/memory-tenant';

const PROVIDER = '/subscriptions/s/resourceGroups/g/providers/Microsoft.DesktopVirtualization';

/** Frees guest 1's host while guests 2 and 3 wait for one; gives whom that had looked at again. */
async function hintedAfter(hostReuse: HostSeeker['hostReuse']): Promise<string[]> {
  const tenant = new MemoryTenant(1);
  tenant.admit(1, Date.parse(NOON));
  const [host] = tenant.hosts;
  const [hosts, partners, subjects, hints] = [
    memoryHostRecords(),
    memoryPartners(),
    memorySubjects(),
    new MemoryHintBus(),
  ];
  const target = { kind: 'vm' as const, vmResourceId: host!.vmResourceId!, sessionHostId: host!.id };
  await hosts.insert(hostRecord(1, { host: hostId(host!.vmId!), target, lease: leaseOf(1) }));
  const desktops = [{ kind: 'avd-personal' as const, hostPools: [`${PROVIDER}/hostPools/p`] }];
  await partners.put({ ...policy('contoso'), hostReuse, desktops }, undefined);
  for (const [n, since] of [
    [2, ONE_O_CLOCK],
    [3, NOON],
  ] as const) {
    const reason = { code: 'no-free-host', message: '', since };
    const held = {
      live: false,
      state: 'held',
      partner: 'contoso',
      detail: { ...EMPTY_GUEST_RECORD, reason },
    };
    await subjects.insert(subjectRow(subject(n), held));
  }
  const free = freePersonalHost({
    ...tenant.capabilities(() => Date.parse(NOON)),
    ...{ hosts, partners, subjects, hints, now: () => new Date(NOON) },
  });
  const life = { subject: subject(1), run: 1, token: 't', waitedSeconds: 0 };
  await free({ life, guest: guestId(guid(1)), partner: partnerId('contoso') });
  return hints.said.map(({ hint }) => hint.id);
}

it('has the guest who has waited longest look again for a freed host that the policy takes as it is', async () => {
  const freed = guid(1, 'f');
  expect(await hintedAfter('same-partner')).toEqual([freed, guid(3)]);
  expect(await hintedAfter('after-reimage')).toEqual([freed]);
});

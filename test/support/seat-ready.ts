import { EMPTY_GUEST_RECORD } from '../../shared/domain/guest-record';
import { freshRow } from '../../shared/domain/subject-row';
import { guid, hostRecord } from '../shared/state/builders';
import { ACCESS_GROUP } from './contoso-policy';
import type { Desk } from './offboarding-desk';

/** The first guests of the partner are ready, each on a host of its own: as rows and in the tenant, without a run. */
export async function seatReady({ product, tenant }: Desk, count: number): Promise<string[]> {
  const guests = Array.from({ length: count }, (_, at) => guid(at + 1));
  for (const [at, id] of guests.entries()) {
    const host = tenant.hosts[at]!;
    const readyAt = product.ports.now().toISOString();
    tenant.admit(at + 1, Date.parse(readyAt));
    tenant.group(ACCESS_GROUP).add(id);
    host.assignedUser = `${id}@tenant`;
    await product.ports.hosts.insert({
      ...hostRecord(at + 1),
      host: host.vmId as never,
      target: { kind: 'vm', vmResourceId: host.vmResourceId!, sessionHostId: host.id },
      lease: { kind: 'leased', guest: id as never, at: readyAt },
    });
    const detail = {
      ...EMPTY_GUEST_RECORD,
      acceptedAt: readyAt,
      readyAt,
      desktop: { kind: 'avd-personal' as const, host: host.vmId!, name: host.name },
      grants: [{ kind: 'access-group' as const, group: ACCESS_GROUP, partner: 'contoso' }],
    };
    const row = { ...freshRow({ kind: 'guest', id }), partner: 'contoso', state: 'ready', detail };
    await product.ports.subjects.insert(row);
  }
  return guests;
}

import type { Desktops } from '../../shared/clients/desktops';
import type { PartnerTenant } from '../../shared/clients/partner-tenant';
import type { HostRecord } from '../../shared/domain/host-record';
import type { OffboardingSight } from '../../shared/domain/offboarding-plan';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import type { PlannedStep } from '../../shared/domain/plan';
import { tenantSteps, whyTenantStays } from '../../shared/domain/tenant-order';
import type { HostRecords } from '../../shared/state/hosts';
import type { Partners } from '../../shared/state/partners';
import type { Subjects } from '../../shared/state/subjects';

export interface SeeDeps {
  subjects: Subjects;
  hosts: HostRecords;
  desktops: Pick<Desktops, 'listUserSessions'>;
  partners: Pick<Partners, 'list'>;
  partnerTenant: Pick<PartnerTenant, 'readInbound' | 'organizationsOf'>;
}

const AT_ONCE = 16;

/** One reading of a partner: rows, hosts, the sessions on the hosts leased to its guests, its tenant. Changes nothing. */
export async function seePartner(deps: SeeDeps, policy: PartnerPolicy): Promise<OffboardingSight> {
  const rows = [];
  for await (const row of deps.subjects.list({ kind: 'guest', partner: policy.partner })) rows.push(row);
  const guests = new Set(rows.map(({ subject }) => subject.id));
  const hosts = (await deps.hosts.list()).filter(
    ({ lease }) => lease.kind === 'leased' && guests.has(lease.guest),
  );
  const [sessions, tenant] = [await countSessions(deps, hosts), await seeTenant(deps, policy)];
  return { policy, rows, hosts, sessions, tenant };
}

/** A tenant that stays as it is is not asked about: it may take permissions that nobody granted. */
async function seeTenant(
  { partners, partnerTenant }: SeeDeps,
  policy: PartnerPolicy,
): Promise<PlannedStep[]> {
  const all = await partners.list();
  if (whyTenantStays(policy, all) !== undefined) return tenantSteps(policy, all, undefined);
  const { isBlocked } = await partnerTenant.readInbound(policy.homeTenant);
  const organizations = await partnerTenant.organizationsOf(policy.homeTenant, policy.domains);
  return tenantSteps(policy, all, { isBlocked, organizations });
}

/** A personal host is one guest's: whatever session is on it is that guest's, or should not be there. */
async function countSessions(
  { desktops }: SeeDeps,
  hosts: readonly HostRecord[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let start = 0; start < hosts.length; start += AT_ONCE) {
    const wave = hosts.slice(start, start + AT_ONCE).map(async ({ lease, target }) => {
      if (target.kind !== 'vm' || lease.kind !== 'leased') return;
      const sessions = await desktops.listUserSessions(target.sessionHostId);
      if (sessions.length > 0) counts.set(lease.guest, (counts.get(lease.guest) ?? 0) + sessions.length);
    });
    await Promise.all(wave);
  }
  return counts;
}

import type { GroupId } from '../../../shared/domain/ids';
import type { PartnerPolicyFile, PolicyGroups } from '../../../shared/domain/partner-policy-file';
import { planCloudPc, type CloudPcWish } from '../../../shared/domain/prepare/plan-cloud-pc';
import { planGroup, usableGroup, type GroupWish } from '../../../shared/domain/prepare/plan-group';
import { planHostPool } from '../../../shared/domain/prepare/plan-host-pool';
import { planOrphans } from '../../../shared/domain/prepare/plan-orphans';
import { planPrivateApps } from '../../../shared/domain/prepare/plan-private-apps';
import { planProfiles } from '../../../shared/domain/prepare/plan-profiles';
import { planTrust } from '../../../shared/domain/prepare/plan-trust';
import type { OperatorPorts } from './operator-ports';
import {
  readCloudPcFacts,
  readHostPoolFacts,
  readOrphanFacts,
  readPrivateApps,
  readProfilesFacts,
} from './read-partner-facts';
import { readGroup } from './read-group';
import type { Section } from './section';

/** The sections of a partner's preparation, and the groups that looking at them has found so far. */
export interface PartnerSections {
  sections: Section[];
  found: PolicyGroups;
}

/** What a partner needs before its guests come. `stored`: the groups its stored policy names, for a file that names none. */
export function partnerSections(
  ports: OperatorPorts,
  policy: PartnerPolicyFile,
  stored: PolicyGroups,
  { mayRemoveOrphans = false }: { mayRemoveOrphans?: boolean } = {},
): PartnerSections {
  const found: PolicyGroups = { access: null, cloudPc: null };
  const pools = [
    ...new Set(policy.desktops.flatMap((offer) => (offer.kind === 'avd-personal' ? offer.hostPools : []))),
  ];
  const cloudPcs = policy.desktops.filter((offer) => offer.kind === 'windows-365');
  const [cloudPc] = cloudPcs;
  return {
    found,
    sections: [
      accessGroup(ports, policy, stored, found),
      ...pools.map((pool) => hostPool(ports, pool, found)),
      ...pools.map((pool) => orphans(ports, pool, mayRemoveOrphans)),
      ...(cloudPc === undefined ? [] : cloudPcSections(ports, policy, cloudPc, stored, found)),
      networkAccess(ports, policy, found),
      ...(policy.crossTenantTrust.length === 0 ? [] : [trust(ports, policy)]),
    ],
  };
}

function accessGroup(
  ports: OperatorPorts,
  policy: PartnerPolicyFile,
  stored: PolicyGroups,
  found: PolicyGroups,
): Section {
  const wish: GroupWish = {
    id: policy.accessGroup ?? stored.access,
    name: `gatehouse-${policy.partner}-access`,
    description: `Carries the desktop and traffic assignments of the guests of ${policy.partner} (Gatehouse)`,
  };
  const head = {
    id: 'access-group',
    what: 'There is an access group, and guests can be added to it',
    why: 'A guest is let in by one membership of it, and leaves by its end.',
  };
  return group(ports, 'access-group', head, wish, (id) => (found.access = id));
}

function group(
  ports: OperatorPorts,
  id: string,
  head: { id: string; what: string; why: string },
  wish: GroupWish,
  keep: (id: GroupId | null) => void,
): Section {
  return {
    id,
    what: head.what,
    role: 'Groups Administrator',
    look: async () => {
      const sighting = await readGroup(ports.groups, wish);
      keep(usableGroup(sighting));
      return [planGroup(head, wish, sighting)];
    },
  };
}

function hostPool(ports: OperatorPorts, id: string, found: PolicyGroups): Section {
  return {
    id: `host-pool ${id.toLowerCase()}`,
    what: `Host pool ${id.split('/').at(-1) ?? id}`,
    role: 'Desktop Virtualization Reader, and to change: Host Pool Contributor and Role Based Access Control Administrator,',
    look: async () => planHostPool(await readHostPoolFacts(ports, id, found.access), found.access),
  };
}

function orphans(ports: OperatorPorts, id: string, mayRemove: boolean): Section {
  return {
    id: `orphans ${id.toLowerCase()}`,
    what: `Role assignments of nobody for ${id.split('/').at(-1) ?? id}`,
    role: 'Directory Readers, and to change: Role Based Access Control Administrator,',
    look: async () => [planOrphans(await readOrphanFacts(ports, id), mayRemove)],
  };
}

type CloudPcOffer = Extract<PartnerPolicyFile['desktops'][number], { kind: 'windows-365' }>;

function cloudPcSections(
  ports: OperatorPorts,
  policy: PartnerPolicyFile,
  offer: CloudPcOffer,
  stored: PolicyGroups,
  found: PolicyGroups,
): Section[] {
  const wish: CloudPcWish = {
    provisioningPolicy: offer.provisioningPolicy ?? null,
    licence: offer.licence ?? null,
  };
  const groupWish: GroupWish = {
    id: offer.cloudPcGroup ?? stored.cloudPc,
    name: `gatehouse-${policy.partner}-cloud-pc`,
    description: `Carries the Windows 365 licence and policy of the guests of ${policy.partner} (Gatehouse)`,
  };
  const head = {
    id: 'cloud-pc-group',
    what: 'There is a Cloud PC group, and guests can be added to it',
    why: 'Leaving it deletes a Cloud PC: so it is not the access group.',
  };
  return [
    group(ports, 'cloud-pc-group', head, groupWish, (id) => (found.cloudPc = id)),
    {
      id: 'cloud-pc',
      what: 'Windows 365',
      role: 'Windows 365 Administrator and License Administrator',
      look: async () => planCloudPc(await readCloudPcFacts(ports, found.cloudPc), wish, found.cloudPc),
    },
  ];
}

function networkAccess(ports: OperatorPorts, policy: PartnerPolicyFile, found: PolicyGroups): Section {
  return {
    id: 'network-access',
    what: 'Traffic profiles and private apps',
    role: 'Global Secure Access Administrator and Application Administrator',
    look: async () => [
      ...planProfiles(
        await readProfilesFacts(ports, found.access),
        policy.profiles,
        policy.acceptTenantWideProfile,
        found.access,
      ),
      ...planPrivateApps(await readPrivateApps(ports, policy.privateApps, found.access), found.access),
    ],
  };
}

function trust(ports: OperatorPorts, policy: PartnerPolicyFile): Section {
  return {
    id: 'cross-tenant-trust',
    what: 'Trust in the partner’s tenant',
    role: 'Security Administrator',
    look: async () =>
      planTrust(await ports.trust.read(policy.homeTenant), policy.crossTenantTrust, policy.homeTenant),
  };
}

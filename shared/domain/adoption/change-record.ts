import type { Grant, GuestRecord } from '../guest-record';
import type { HostRecord } from '../host-record';
import type { GuestId } from '../ids';
import type { AdoptedGuest, AdoptionStep } from './adoption-change';

/** The guest's record once the step was taken; taken again it is the same. Pure. */
export function afterAdoptionStep(
  step: AdoptionStep,
  record: GuestRecord,
  { groups, hosts }: Pick<AdoptedGuest, 'groups' | 'hosts'>,
  of: Pick<Grant, 'kind' | 'partner'>,
): GuestRecord {
  const isMeant = ({ group, owner }: Grant) => groups.includes(group) && owner === 'adopted';
  switch (step) {
    case 'adopt': {
      const known = new Set(record.grants.map(({ group }) => group));
      const added = groups
        .filter((group) => !known.has(group))
        .map((group): Grant => ({ ...of, group, owner: 'adopted' }));
      return {
        ...record,
        grants: [...record.grants, ...added],
        adoptedHosts: [...new Set([...record.adoptedHosts, ...hosts])],
      };
    }
    case 'take-ownership':
      return {
        ...record,
        grants: record.grants.map((grant) => (isMeant(grant) ? withoutOwner(grant) : grant)),
        adoptedHosts: without(record.adoptedHosts, hosts),
      };
    case 'undo':
      return {
        ...record,
        grants: record.grants.filter((grant) => !isMeant(grant)),
        adoptedHosts: without(record.adoptedHosts, hosts),
      };
  }
}

const withoutOwner = ({ kind, group, partner }: Grant): Grant => ({ kind, group, partner });

const without = (all: readonly string[], some: readonly string[]): string[] =>
  all.filter((one) => !some.includes(one));

/** The lease once the step was taken; undefined = it is none of this guest's adopted ones. Pure. */
export function leaseAfterRelease(
  step: 'take-ownership' | 'undo',
  lease: HostRecord['lease'],
  guest: GuestId,
): HostRecord['lease'] | undefined {
  if (lease.kind !== 'leased' || lease.guest !== guest || lease.owner !== 'adopted') return undefined;
  // As it was before anybody wrote it down: the tenant says whose it is, and nobody leases what is assigned.
  if (step === 'undo') return lease.before ?? { kind: 'clean' };
  return { kind: 'leased', guest, at: lease.at, ...(lease.before && { before: lease.before }) };
}

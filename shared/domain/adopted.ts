import { warningCheck, type Check } from './check';
import type { Grant, GuestRecord } from './guest-record';

/** Whether the membership was there before Gatehouse, and nobody has taken ownership of it. Pure. */
export const isAdopted = ({ owner }: Pick<Grant, 'owner'>): boolean => owner === 'adopted';

/** Whether the record says of this very group that the guest's membership is adopted. Pure. */
export const isAdoptedIn = ({ grants }: Pick<GuestRecord, 'grants'>, group: string): boolean =>
  grants.some((grant) => grant.group === group && isAdopted(grant));

/** The memberships that a run gave: only they are its to take away. Pure. */
export const ownGrants = ({ grants }: Pick<GuestRecord, 'grants'>): Grant[] =>
  grants.filter((grant) => grant.kind !== 'blocked-group' && !isAdopted(grant));

/** Whether anything of the guest's is adopted. Pure. */
export const hasAdopted = ({ grants, adoptedHosts }: Pick<GuestRecord, 'grants' | 'adoptedHosts'>): boolean =>
  adoptedHosts.length > 0 || grants.some(isAdopted);

const FIX = 'Nothing, if it is to stay; else take ownership of it: gatehouse partner adopt --take-ownership.';

/** What a removal leaves to the guest because it was there before, a check for each membership. Pure. */
export function stayingChecks({ grants }: Pick<GuestRecord, 'grants'>): Check[] {
  return grants
    .filter(isAdopted)
    .map(({ kind, group }) =>
      warningCheck(
        kind === 'cloud-pc-group' ? 'cloud-pc-group' : 'access-group',
        `stays: adopted, a member of group ${group}`,
        FIX,
      ),
    )
    .map(({ check }) => check);
}

/** As {@link stayingChecks}, for session hosts and Cloud PCs. Pure. */
export const stayingHostCheck = (host: string, kind: 'vm' | 'cloud-pc'): Check =>
  warningCheck(kind === 'vm' ? 'personal-host' : 'cloud-pc', `stays: adopted, host ${host}`, FIX).check;

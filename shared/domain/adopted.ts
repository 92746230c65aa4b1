import { warningCheck, type Check } from './check';
import type { Grant, GuestRecord } from './guest-record';

/** Whether the membership was there before Gatehouse, and nobody has taken ownership of it. Pure. */
export const isAdopted = ({ owner }: Pick<Grant, 'owner'>): boolean => owner === 'adopted';

/** Whether the record says of this very group that the guest's membership is adopted. Pure. */
export const isAdoptedIn = ({ grants }: Pick<GuestRecord, 'grants'>, group: string): boolean =>
  grants.some((grant) => grant.group === group && isAdopted(grant));

type Held = Pick<GuestRecord, 'grants' | 'adoptedHosts' | 'desktop'>;

/**
 * Whether the guest's Cloud PC is adopted, or may be: whoever leaves a Cloud PC group loses it for good, so a doubt keeps
 * it. Pure.
 */
export const keepsCloudPc = ({ adoptedHosts, desktop }: Omit<Held, 'grants'>): boolean =>
  adoptedHosts.length > 0 && (desktop === null || adoptedHosts.includes(desktop.host));

/** The memberships that a run gave and that carry nothing adopted: only they are its to take away. Pure. */
export const ownGrants = (record: Held): Grant[] =>
  record.grants.filter(
    (grant) =>
      grant.kind !== 'blocked-group' &&
      !isAdopted(grant) &&
      !(grant.kind === 'cloud-pc-group' && keepsCloudPc(record)),
  );

/** The memberships that stay when the guest is removed. Pure. */
export function stayingGrants(record: Held): Grant[] {
  const own = ownGrants(record);
  return record.grants.filter((grant) => grant.kind !== 'blocked-group' && !own.includes(grant));
}

/** Whether anything of the guest's is adopted. Pure. */
export const hasAdopted = ({ grants, adoptedHosts }: Pick<GuestRecord, 'grants' | 'adoptedHosts'>): boolean =>
  adoptedHosts.length > 0 || grants.some(isAdopted);

const FIX = 'Nothing, if it is to stay; else take ownership of it: gatehouse partner adopt --take-ownership.';

/** What a removal leaves to the guest because it was there before, a check for each membership. Pure. */
export function stayingChecks(record: Held): Check[] {
  return stayingGrants(record)
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

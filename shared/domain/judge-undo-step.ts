import type { StepVerdict } from './plan';
import type { Receipt } from './receipt';
import type { FormerHost, UndoSight } from './undo-sight';
import type { UndoStepName } from './undo-step';

/** What one step of an undo would do, as the tenant stands. `because`: what was seen, or why it cannot be done. */
export interface UndoVerdict {
  verdict: StepVerdict;
  because: string;
}

/** What is judged: `restores`: an earlier step of the same undo brings the account back. */
export interface UndoQuestion {
  step: UndoStepName;
  on: string;
  /** Until when it can be restored, ISO 8601; null = no limit known. */
  until: Receipt['reversibleUntil'];
  restores: boolean;
  /** ISO 8601. */
  at: string;
}

const already = (because: string): UndoVerdict => ({ verdict: 'already-true', because });
const give = (because: string): UndoVerdict => ({ verdict: 'will-create', because });
const take = (because: string): UndoVerdict => ({ verdict: 'will-remove', because });
const never = (because: string): UndoVerdict => ({ verdict: 'blocked', because });

type Judge = (asked: UndoQuestion, sight: UndoSight) => UndoVerdict;

/** Says of one step whether it will restore something, finds it restored, or cannot, and why. Pure. */
export const judgeUndoStep: Judge = (asked, sight) => JUDGES[asked.step](asked, sight);

const DELETED = 'the account is deleted: undo the run that deleted it first, or together with this one';

function restoring({ until, at }: UndoQuestion, { situation: { user } }: UndoSight): UndoVerdict {
  if (typeof user !== 'string') return already('the account is there');
  if (user === 'absent') return never('the account was deleted for good: it is not among the deleted items');
  if (until !== null && Date.parse(at) >= Date.parse(until))
    return never(`the account could be restored until ${until}`);
  return give(until === null ? 'the account lies among the deleted items' : `restorable until ${until}`);
}

function switching({ step, restores }: UndoQuestion, { situation: { user } }: UndoSight): UndoVerdict {
  if (user === 'absent') return never('the account is gone for good');
  const isEnabling = step === 'enable-account';
  if (user === 'soft-deleted') {
    if (!isEnabling) return already('the account is deleted');
    return restores ? give('enabled once the account is back') : never(DELETED);
  }
  if (user.accountEnabled === isEnabling)
    return already(`the account is ${isEnabling ? 'enabled' : 'disabled'}`);
  return isEnabling ? give('the account is disabled') : take('the account is enabled');
}

function joining({ on, restores }: UndoQuestion, sight: UndoSight): UndoVerdict {
  const { situation, goneGroups, memberOf, policy, cloudPc } = sight;
  if (situation.user === 'absent') return never('the account is gone for good');
  if (goneGroups.includes(on)) return never(`group ${on} is gone`);
  if (memberOf.includes(on)) return already(`direct member of group ${on}`);
  if (situation.user === 'soft-deleted' && !restores) return never(DELETED);
  const isCloudPcGroup = policy?.desktops.some(
    (one) => one.kind === 'windows-365' && one.cloudPcGroup === on,
  );
  if (isCloudPcGroup === true && cloudPc === 'gone')
    return never('the Cloud PC was deprovisioned: what was on it does not come back');
  return give(`no direct member of group ${on}`);
}

/** Who comes back from the deleted items comes back with its memberships (Graph, Restore deleted item; facts, 2026). */
function leaving({ on, restores }: UndoQuestion, { situation, memberOf }: UndoSight): UndoVerdict {
  if (situation.user === 'soft-deleted' && restores)
    return take(`leaves group ${on} once the account is back, with which the membership comes back`);
  if (situation.user === 'absent') return already('the account is gone for good, and in no group');
  return memberOf.includes(on)
    ? take(`direct member of group ${on}`)
    : already(`no direct member of group ${on}`);
}

function bindingAgain({ on, restores }: UndoQuestion, sight: UndoSight): UndoVerdict {
  const { situation, hosts } = sight;
  const host = hosts[on];
  if (situation.user === 'absent') return never('the account is gone for good');
  if (host === undefined) return never(`host ${on} is not known any more`);
  const because = whyNotAgain(on, host, sight.leasedHost);
  if (because !== undefined) return never(because);
  if (situation.user === 'soft-deleted' && !restores) return never(DELETED);
  return host.lease === 'guest' && host.assigned === 'guest'
    ? already(`host ${on} is the guest’s`)
    : give(`host ${on} is as the guest left it`);
}

function whyNotAgain(on: string, host: FormerHost, leasedHost: string | null): string | undefined {
  const reasons: readonly (readonly [boolean, string])[] = [
    [host.lease === 'clean', `host ${on} was re-imaged or declared clean since: the files are gone`],
    [host.lease === 'other', `host ${on} was leased to somebody else since`],
    [!host.isThere, `host ${on} is not in its pool any more, or is another machine now`],
    [host.assigned === 'other', `somebody assigned host ${on} to another user since`],
    [leasedHost !== null && leasedHost !== on, `the guest has host ${leasedHost ?? ''} by now`],
  ];
  return reasons.find(([holds]) => holds)?.[1];
}

function freeing({ on }: UndoQuestion, { hosts }: UndoSight): UndoVerdict {
  return hosts[on]?.lease === 'guest'
    ? take(`host ${on} is leased to the guest; it is dirty afterwards`)
    : already(`host ${on} is not leased to the guest`);
}

function deleting(_asked: UndoQuestion, { situation }: UndoSight): UndoVerdict {
  return typeof situation.user === 'string'
    ? already('the account is gone')
    : take('the account was restored by the run: it is deleted again');
}

const JUDGES: Readonly<Record<UndoStepName, Judge>> = {
  'restore-account': restoring,
  'enable-account': switching,
  ensureFormerHost: bindingAgain,
  ensureMember: joining,
  removeMember: leaving,
  freePersonalHost: freeing,
  'disable-account': switching,
  'delete-account': deleting,
};

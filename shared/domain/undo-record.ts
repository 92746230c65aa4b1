import { withGrants } from './grants';
import type { Grant, GuestRecord } from './guest-record';
import type { PartnerPolicy } from './partner-policy';
import type { UndoStepName } from './undo-step';

/** One thing that an undo does, or found done. */
export interface UndoDeed {
  step: UndoStepName;
  on: string;
}

/** Whose guest it is, and which groups are what. */
export interface UndoPlace {
  partner: string;
  policy: Pick<PartnerPolicy, 'desktops'> | null;
  blockedGroup: string | null;
}

const GIVES_BACK = new Set<UndoStepName>(['enable-account', 'ensureFormerHost', 'ensureMember']);

/** Whether the deed gives the guest something that lets it in; bringing a deleted account back alone does not. Pure. */
export const givesBack = ({ step, on }: UndoDeed, blockedGroup: string | null): boolean =>
  GIVES_BACK.has(step) && on !== blockedGroup;

/** Whether the deed takes something away that a run had given. Pure. */
export const takesBack = ({ step, on }: UndoDeed, blockedGroup: string | null): boolean =>
  step === 'freePersonalHost' || (step === 'removeMember' && on !== blockedGroup);

/**
 * What the guest's row keeps once `deeds` are done: what was given is ours again, what was taken is nobody's, and a
 * removal that was undone is over. A host's name is its id until the run has read it. Pure.
 */
export function recordAfterUndo(
  record: GuestRecord,
  deeds: readonly UndoDeed[],
  where: UndoPlace,
): GuestRecord {
  const ons = (name: UndoStepName) => deeds.filter(({ step }) => step === name).map(({ on }) => on);
  const left = new Set(ons('removeMember'));
  const given = ons('ensureMember').map((group) => grantOf(group, where));
  const [host] = ons('ensureFormerHost');
  const isFreed = ons('freePersonalHost').some((one) => one === record.desktop?.host);
  const desktop = isFreed ? null : record.desktop;
  return {
    ...record,
    ...(isFreed ? { readyAt: null, acceptedToReadySeconds: null } : {}),
    grants: withGrants(record.grants, given).filter(({ group }) => !left.has(group)),
    desktop:
      host === undefined || desktop?.host === host ? desktop : { kind: 'avd-personal', host, name: host },
    removal: removalAfter(record, deeds, where),
  };
}

/** An account that was deleted and is back is not deleted again on the old removal's date. */
function removalAfter({ removal }: GuestRecord, deeds: readonly UndoDeed[], { blockedGroup }: UndoPlace) {
  if (removal === null || deeds.some((deed) => givesBack(deed, blockedGroup))) return null;
  return deeds.length === 0 ? removal : { ...removal, deleteAccountAt: null };
}

function grantOf(group: string, { partner, policy, blockedGroup }: UndoPlace): Grant {
  if (group === blockedGroup) return { kind: 'blocked-group', group, partner };
  const isCloudPc = policy?.desktops.some((one) => one.kind === 'windows-365' && one.cloudPcGroup === group);
  return { kind: isCloudPc === true ? 'cloud-pc-group' : 'access-group', group, partner };
}

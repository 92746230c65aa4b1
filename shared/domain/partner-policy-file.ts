import { z } from 'zod';
import type { GroupId } from './ids';
import {
  avdOffer,
  checkAcrossFields,
  cloudPcOffer,
  policyFields,
  type PartnerPolicy,
} from './partner-policy';

/**
 * A policy as an operator writes it: the two groups may be left out. `gatehouse partner prepare` makes them and stores the
 * policy with their ids.
 */
export const partnerPolicyFileSchema = z
  .strictObject({
    ...policyFields,
    accessGroup: policyFields.accessGroup.optional(),
    desktops: z
      .array(
        z.discriminatedUnion('kind', [
          avdOffer,
          cloudPcOffer.extend({ cloudPcGroup: cloudPcOffer.shape.cloudPcGroup.optional() }),
        ]),
      )
      .min(1),
  })
  .check(checkAcrossFields);
export type PartnerPolicyFile = z.output<typeof partnerPolicyFileSchema>;

/** The groups of a partner that prepare makes where a file names none. */
export interface PolicyGroups {
  access: GroupId | null;
  /** One for all Windows 365 offers of a partner that name none. */
  cloudPc: GroupId | null;
}

/** The file with the groups filled in; undefined where one that it needs is not known yet. Pure. */
export function completePolicy(file: PartnerPolicyFile, groups: PolicyGroups): PartnerPolicy | undefined {
  const accessGroup = file.accessGroup ?? groups.access;
  if (accessGroup === null) return undefined;
  const desktops: PartnerPolicy['desktops'] = [];
  for (const offer of file.desktops) {
    if (offer.kind === 'avd-personal') {
      desktops.push(offer);
      continue;
    }
    const cloudPcGroup = offer.cloudPcGroup ?? groups.cloudPc;
    if (cloudPcGroup === null) return undefined;
    desktops.push({ ...offer, cloudPcGroup });
  }
  return { ...file, accessGroup, desktops };
}

/** The groups that a stored policy names, for a file that leaves them out. Pure. */
export function groupsOf(stored: PartnerPolicy | undefined): PolicyGroups {
  const offers = stored?.desktops ?? [];
  const cloudPc = offers.flatMap((offer) => (offer.kind === 'windows-365' ? [offer.cloudPcGroup] : []));
  return { access: stored?.accessGroup ?? null, cloudPc: cloudPc[0] ?? null };
}

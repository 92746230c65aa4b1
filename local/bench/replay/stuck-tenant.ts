import type { Ports } from '../../../functions/ports';
import { TerminalError } from '../../../shared/domain/codes';
import type { GuestId } from '../../../shared/domain/ids';
import type { PartnerPolicy } from '../../../shared/domain/partner-policy';
import { CountedTenant, unused } from '../onboarding/counted-tenant';

/** A tenant in memory that lets nobody be assigned to a host until it is mended, and counts what is done twice. */
export class StuckTenant {
  isMended = false;
  /** Members added who were members already. */
  repeatedAdds = 0;
  readonly policies: readonly PartnerPolicy[];
  readonly guests: readonly GuestId[];
  private readonly base: CountedTenant;

  constructor(count: number, acceptedAt: string) {
    this.base = new CountedTenant(count, acceptedAt);
    this.policies = this.base.policies;
    this.guests = this.base.guests;
  }

  /** Assignments and installs beyond one for each guest, and members added again. */
  get extraEffects(): number {
    const { hostAssignments, installs } = this.base.counted;
    return hostAssignments + installs - 2 * this.guests.length + this.repeatedAdds;
  }

  ports(nowMs: () => number) {
    const base = this.base.ports(nowMs);
    return {
      ...base,
      cloudPcs: { ...unused('cloudPcs'), findCloudPcs: () => Promise.resolve([]) },
      groups: this.groups(base.groups),
      members: this.memberships(base.members),
      desktops: { ...base.desktops, assignUser: this.assignUser(base.desktops) },
    };
  }

  private assignUser(base: Ports['desktops']): Ports['desktops']['assignUser'] {
    return (...assignment) =>
      this.isMended
        ? base.assignUser(...assignment)
        : Promise.reject(new TerminalError('forbidden', 'the host pool refuses the assignment'));
  }

  private memberships(base: Ports['members']): Ports['members'] {
    return {
      ...base,
      addMembers: (group, guests) => {
        const before = this.base.members.get(group);
        this.repeatedAdds += guests.filter((guest) => before?.has(guest)).length;
        return base.addMembers(group, guests);
      },
    };
  }

  private groups(base: Ports['groups']): Ports['groups'] {
    return {
      ...base,
      existing: (groups) => Promise.resolve([...groups]),
      members: (group) => Promise.resolve({ users: [...(this.base.members.get(group) ?? [])], others: 0 }),
    };
  }
}

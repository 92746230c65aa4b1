import type { PartnerBlock } from '../../shared/clients/partner-block';

interface Groups {
  isBlockOn: boolean;
  group(id: string): Set<string>;
}

/** Groups in groups, and the one policy that blocks, in memory. */
export const memoryPartnerBlock = (
  tenant: Groups,
  blockedGroup: string,
  effect: (what: string) => void,
): PartnerBlock => ({
  listPolicies: async () => [
    {
      id: 'block-policy',
      state: tenant.isBlockOn ? 'enabled' : 'disabled',
      isBlock: true,
      includeGroups: [blockedGroup],
      excludeGroups: [],
    },
  ],
  readNesting: async () => ({
    isSecurityEnabled: true,
    isDynamic: false,
    isSynchronised: false,
    isRoleAssignable: false,
  }),
  isNested: async (outer, inner) => tenant.group(outer).has(inner),
  nest: async (outer, inner) => {
    if (!tenant.group(outer).has(inner)) effect(`nest ${inner} in ${outer}`);
    tenant.group(outer).add(inner);
  },
  unnest: async (outer, inner) => {
    if (tenant.group(outer).delete(inner)) effect(`unnest ${inner} from ${outer}`);
  },
});

import { z } from 'zod';
import { isGuid } from '../../domain/ids';
import type { AccessEndings, PackageAssignment } from '../access-endings';
import type { GraphConnection } from './connect-graph';
import { graphPages } from './graph-pages';

const assignment = z.looseObject({
  state: z.string().nullish(),
  schedule: z
    .looseObject({ expiration: z.looseObject({ endDateTime: z.string().nullish() }).nullish() })
    .nullish(),
  target: z.looseObject({ objectId: z.string().nullish() }).nullish(),
});

/**
 * {@link AccessEndings} over Microsoft Graph v1.0 (entitlementManagement: List assignments, read November 2026).
 * Permission: EntitlementManagement.Read.All. UNVERIFIED: that the list takes a filter by state alone, how the state is
 * spelt in answers, and that an assignment with an end always says it in `schedule.expiration.endDateTime`: what says
 * none counts as without an end, so that nobody is warned for nothing.
 */
export function graphAccessEndings(graph: GraphConnection): AccessEndings {
  return {
    listAssignments: async () => {
      const pages = await graphPages(
        graph,
        {
          method: 'GET',
          pathTemplate: '/identityGovernance/entitlementManagement/assignments',
          query: { $filter: "state eq 'Delivered'", $expand: 'target' },
        },
        assignment,
      );
      return pages.flatMap(inPlace);
    },
  };
}

type Assignment = z.output<typeof assignment>;

function inPlace({ state, schedule, target }: Assignment): PackageAssignment[] {
  const user = target?.objectId?.toLowerCase() ?? '';
  if (state?.toLowerCase() !== 'delivered' || !isGuid(user)) return [];
  return [{ user, endsAt: endOf(schedule) }];
}

function endOf(schedule: Assignment['schedule']): string | null {
  const endsMs = Date.parse(schedule?.expiration?.endDateTime ?? '');
  return Number.isNaN(endsMs) ? null : new Date(endsMs).toISOString();
}

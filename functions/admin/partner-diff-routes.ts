import { z } from 'zod';
import { partnerPolicySchema } from '../../shared/domain/partner-policy';
import { standingSchema } from '../../shared/domain/standing';
import type { AdminDeps } from './admin-deps';
import { comparePolicies, type CompareDeps } from './compare-policies';
import { judgePolicyGroups } from './judge-policy-groups';
import { problem } from './problem';
import { readStanding, type StandingDeps } from './read-standing';
import { reply, route } from './route';
import { NO_QUERY, partnerName } from './route-schemas';

type Deps = CompareDeps & StandingDeps & Pick<AdminDeps, 'partners' | 'groupAdmin'>;

const diffPartner = route({
  name: 'diffPartner',
  method: 'POST',
  path: 'partners/{partner}/diff',
  role: 'Gatehouse.Reader',
  summary:
    'Which real guests would gain or lose what under another policy, and how the tenant stands against it.',
  description:
    'The directory is read, nothing is written. Guests without a mail address are not among those compared, and the sign-in log is not read. The mode of a policy is not part of the comparison: it says what each guest should have.',
  isQuestion: true,
  params: z.strictObject({ partner: partnerName }),
  query: NO_QUERY,
  body: partnerPolicySchema,
  answer: z.object({
    isNew: z.boolean(),
    mode: z.object({ before: z.string().nullable(), after: z.string() }),
    guests: z.int().describe('how many were compared'),
    changes: z.array(
      z.object({
        guest: z.string(),
        before: z.string(),
        after: z.string(),
        gains: z.array(z.string()),
        loses: z.array(z.string()),
      }),
    ),
    standing: standingSchema,
    groups: z.array(
      z.object({
        role: z.enum(['access-group', 'cloud-pc-group']),
        group: z.string(),
        trouble: z.string().nullable(),
      }),
    ),
  }),
  problems: ['unavailable', 'tenant-refused'],
  handle: async ({ params, body: candidate }, deps: Deps) => {
    if (candidate.partner !== params.partner)
      return problem('invalid', 'the policy names another partner than the address');
    const stored = (await deps.partners.read(params.partner))?.value;
    const { guests, changes, intents } = await comparePolicies(deps, stored, candidate);
    return reply({
      isNew: stored === undefined,
      mode: { before: stored?.mode.kind ?? null, after: candidate.mode.kind },
      guests,
      changes,
      standing: await readStanding(deps, candidate, intents),
      groups: await judgePolicyGroups(deps, candidate),
    });
  },
});

export const partnerDiffRoutes = [diffPartner] as const;

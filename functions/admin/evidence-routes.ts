import { z } from 'zod';
import { evidenceBundleSchema } from '../../shared/domain/evidence-bundle';
import { planIdSchema } from '../../shared/domain/plan';
import { gatherEvidence } from '../offboarding/gather-evidence';
import type { AdminDeps } from './admin-deps';
import { problem } from './problem';
import { reply, route } from './route';
import { NO_QUERY } from './route-schemas';

type Deps = Pick<
  AdminDeps,
  'plans' | 'audit' | 'anchors' | 'cursors' | 'documents' | 'ledger' | 'stages' | 'subjects' | 'now'
>;

const showEvidence = route({
  name: 'showOffboardingEvidence',
  method: 'GET',
  path: 'offboarding-plans/{plan}/evidence',
  role: 'Gatehouse.Reader',
  summary: 'Everything that proves a plan’s run, signed; gatehouse verify checks it without asking anybody.',
  params: z.strictObject({ plan: planIdSchema }),
  query: NO_QUERY,
  body: null,
  answer: evidenceBundleSchema,
  problems: ['not-found'],
  handle: async ({ params }, deps: Deps) => {
    const stored = await deps.plans.read(params.plan);
    if (stored?.value.kind !== 'offboarding') return problem('not-found', 'there is no plan of this id');
    return reply(await gatherEvidence(deps, stored.value));
  },
});

export const evidenceRoutes = [showEvidence] as const;

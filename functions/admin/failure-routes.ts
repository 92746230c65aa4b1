import { failureCausesSchema } from '../../shared/domain/admin-api/failure-causes';
import type { Failure } from '../../shared/domain/failure';
import type { AdminDeps } from './admin-deps';
import { reply, route } from './route';
import { NO_PARAMS, NO_QUERY } from './route-schemas';

const listFailures = route({
  name: 'listFailures',
  method: 'GET',
  path: 'failures',
  role: 'Gatehouse.Reader',
  summary: 'Causes, each with what it stopped; the most frequent first.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  answer: failureCausesSchema,
  handle: async (_request, { failures }: Pick<AdminDeps, 'failures'>) => {
    const byCause = new Map<string, Failure[]>();
    for (const failure of await failures.list()) {
      byCause.set(failure.fingerprint, [...(byCause.get(failure.fingerprint) ?? []), failure]);
    }
    const causes = [...byCause].map(([fingerprint, all]) => ({
      fingerprint,
      count: all.length,
      failures: all,
    }));
    return reply({ causes: causes.sort((a, b) => b.count - a.count) });
  },
});

export const failureRoutes = [listFailures] as const;

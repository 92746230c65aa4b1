import { z } from 'zod';
import { capacitySchema } from '../../shared/domain/admin-api/capacity-view';
import { capacityReport } from '../../shared/domain/capacity/capacity-report';
import { problem } from './problem';
import { readCapacity, type CapacityDeps } from './read-capacity';
import { reply, route } from './route';
import { NO_PARAMS, partnerName } from './route-schemas';

const showCapacity = route({
  name: 'showCapacity',
  method: 'GET',
  path: 'capacity',
  role: 'Gatehouse.Reader',
  summary: 'What is free, against the guests who are invited or wait; what runs out first comes first.',
  description:
    'Read live: session hosts, licences, Cloud PCs, role assignments, members. What could not be read is named in `unread`.',
  params: NO_PARAMS,
  query: z.strictObject({ partner: partnerName.optional() }),
  body: null,
  answer: capacitySchema,
  problems: ['not-found', 'unavailable', 'tenant-refused'],
  handle: async ({ query: { partner }, now }, deps: CapacityDeps) => {
    if (partner !== undefined && (await deps.partners.read(partner)) === undefined)
      return problem('not-found', 'no partner of this name has a policy');
    return reply(capacityReport(await readCapacity(deps), partner ?? null, now.toISOString()));
  },
});

export const capacityRoutes = [showCapacity] as const;

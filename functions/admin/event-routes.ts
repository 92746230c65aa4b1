import { z } from 'zod';
import { eventsReportSchema } from '../../shared/domain/admin-api/events-report';
import { eventsStatusSchema } from '../../shared/domain/admin-api/events-status';
import type { AdminDeps } from './admin-deps';
import { eventsReport, MOST_DAYS, spanMs } from './events-report';
import { eventsStatus, type StatusDeps } from './events-status';
import { reply, route } from './route';
import { NO_PARAMS, NO_QUERY } from './route-schemas';

const span = z
  .string()
  .refine(
    (text) => spanMs(text) !== undefined,
    `must be a span such as 30m, 12h or 7d, ${MOST_DAYS} days at most`,
  )
  .default('7d');

const showEventsStatus = route({
  name: 'showEventsStatus',
  method: 'GET',
  path: 'events/status',
  role: 'Gatehouse.Reader',
  summary: 'How each way by which changes reach Gatehouse stands.',
  description: 'Reads records of its own; asks nobody.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  answer: eventsStatusSchema,
  handle: async (_request, deps: StatusDeps) => reply(await eventsStatus(deps)),
});

const showEventsReport = route({
  name: 'showEventsReport',
  method: 'GET',
  path: 'events/report',
  role: 'Gatehouse.Reader',
  summary: 'What the sweeps found, and what notifications had said of it.',
  params: NO_PARAMS,
  query: z.strictObject({ since: span }),
  body: null,
  answer: eventsReportSchema,
  handle: async ({ query, now }, { sightings }: Pick<AdminDeps, 'sightings'>) =>
    reply(await eventsReport(sightings, now, spanMs(query.since) ?? 0)),
});

export const eventRoutes = [showEventsStatus, showEventsReport] as const;

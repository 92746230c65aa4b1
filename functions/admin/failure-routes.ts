import { z } from 'zod';
import {
  failureCausesSchema,
  failureStorySchema,
  failureViewSchema,
} from '../../shared/domain/admin-api/failure-causes';
import { causeOf, causesOf } from '../../shared/domain/failure-cause';
import type { Failure } from '../../shared/domain/failure';
import type { AdminDeps } from './admin-deps';
import { continuation, readContinuation } from './continuation';
import { problem } from './problem';
import { invalidRequest } from './request-errors';
import { reply, route } from './route';
import {
  fingerprintText,
  instantText,
  NO_PARAMS,
  NO_QUERY,
  nextPage,
  pageQuery,
  partnerName,
  reasonText,
  ticketText,
} from './route-schemas';

type Deps = Pick<AdminDeps, 'failures'>;

/** Failures a cause shows; the rest is in the list, page by page. */
const MOST_SHOWN = 200;

const listCauses = route({
  name: 'listFailures',
  method: 'GET',
  path: 'failures',
  role: 'Gatehouse.Reader',
  summary: 'Causes of open failures, not rows: whoever stops most guests first.',
  params: NO_PARAMS,
  query: z.strictObject({ partner: partnerName.optional() }),
  body: null,
  answer: failureCausesSchema,
  handle: async ({ query }, { failures }: Deps) => {
    const all = await failures.list();
    return reply({
      causes: causesOf(
        query.partner === undefined ? all : all.filter((one) => one.partner === query.partner),
      ),
    });
  },
});

const showCause = route({
  name: 'showFailure',
  method: 'GET',
  path: 'failures/{fingerprint}',
  role: 'Gatehouse.Reader',
  summary: 'One cause with what it stopped, whoever has waited longest first.',
  params: z.strictObject({ fingerprint: fingerprintText }),
  query: NO_QUERY,
  body: null,
  answer: failureStorySchema,
  problems: ['not-found'],
  handle: async ({ params }, { failures }: Deps) => {
    const found = await failures.list(params.fingerprint);
    const [cause] = causeOf(found);
    if (cause === undefined)
      return problem('not-found', 'no failure of this fingerprint is open: it was closed, or never was');
    const oldest = found.sort((a, b) => a.firstSeenAt.localeCompare(b.firstSeenAt) || byPlace(a, b));
    return reply({ ...cause, failures: oldest.slice(0, MOST_SHOWN), isCutShort: found.length > MOST_SHOWN });
  },
});

const listOpenFailures = route({
  name: 'listOpenFailures',
  method: 'GET',
  path: 'open-failures',
  role: 'Gatehouse.Reader',
  summary: 'Open failures one by one, by fingerprint and key, a page at a time.',
  description: '`since`: those first seen at that time or later.',
  params: NO_PARAMS,
  query: z.strictObject({
    partner: partnerName.optional(),
    since: instantText.optional(),
    fingerprint: fingerprintText.optional(),
    ...pageQuery,
  }),
  body: null,
  answer: z.object({ failures: z.array(failureViewSchema), next: nextPage }),
  handle: async ({ query: { top, continue: token, ...filter } }, { failures }: Deps) => {
    const scope = `open-failures ${JSON.stringify(filter)}`;
    const after = token === undefined ? '' : readContinuation(scope, token);
    if (after === undefined)
      return invalidRequest([{ at: 'continue', problem: 'is no continuation of this list' }]);
    const { partner, since, fingerprint } = filter;
    const fitting = (await failures.list(fingerprint))
      .filter((one) => partner === undefined || one.partner === partner)
      .filter((one) => since === undefined || one.firstSeenAt >= since)
      .filter((one) => placeOf(one) > after)
      .sort(byPlace);
    const page = fitting.slice(0, top);
    const last = page.at(-1);
    const isLast = last === undefined || fitting.length <= top;
    return reply({ failures: page, next: isLast ? null : continuation(scope, placeOf(last)) });
  },
});

const dismissFailure = route({
  name: 'dismissFailure',
  method: 'POST',
  path: 'failures/{fingerprint}/dismiss',
  role: 'Gatehouse.Operator',
  summary: 'Closes what no look at the tenant can close: a message that nobody could read.',
  description:
    'Whatever has a state to be looked at closes by itself once that state is right, and is refused here.',
  params: z.strictObject({ fingerprint: fingerprintText }),
  query: NO_QUERY,
  body: z.strictObject({
    key: z.string().min(1).max(200),
    reason: reasonText,
    ticket: ticketText.nullable().default(null),
  }),
  answer: failureViewSchema,
  problems: ['not-found', 'conflict'],
  audit: ({ params, body: { key, reason, ticket } }) => ({
    action: 'dismiss-failure',
    target: `failure/${params.fingerprint}`,
    reason,
    ticket: ticket ?? undefined,
    detail: { key },
  }),
  handle: async ({ params, body }, { failures }: Deps) => {
    const found = (await failures.list(params.fingerprint)).find(({ key }) => key === body.key);
    if (found === undefined)
      return problem(
        'not-found',
        'no failure of this fingerprint and key is open: it was closed, or never was',
      );
    if (found.subject !== null || found.resource !== 'message')
      return problem(
        'conflict',
        'this closes by itself once the state is right: mend the cause, or plan a replay',
      );
    await failures.resolve(found.key);
    return reply(found);
  },
});

/** Where a failure stands in the list. */
const placeOf = ({ fingerprint, key }: Failure): string => `${fingerprint} ${key}`;
const byPlace = (a: Failure, b: Failure): number => (placeOf(a) < placeOf(b) ? -1 : 1);

export const failureRoutes = [listCauses, showCause, listOpenFailures, dismissFailure] as const;

import { z } from 'zod';
import { inventoryLine, inventoryLineSchema } from '../../shared/domain/admin-api/inventory';
import { guestId } from '../../shared/domain/ids';
import type { AdminDeps } from './admin-deps';
import { continuation, readContinuation } from './continuation';
import { invalidRequest } from './request-errors';
import { reply, route } from './route';
import { NO_PARAMS, nextPage, pageQuery } from './route-schemas';

const SCOPE = 'inventory';

const listInventory = route({
  name: 'listInventory',
  method: 'GET',
  path: 'inventory',
  role: 'Gatehouse.Reader',
  summary:
    'Every external user that was seen: home, state, groups, host, licence, sponsor; a page at a time.',
  description: 'What the rows say: the tenant is not asked. Guests of no partner are among them.',
  params: NO_PARAMS,
  query: z.strictObject(pageQuery),
  body: null,
  answer: z.object({ guests: z.array(inventoryLineSchema), next: nextPage }),
  handle: async (
    { query },
    { subjects, partners, invitedGuests }: Pick<AdminDeps, 'subjects' | 'partners' | 'invitedGuests'>,
  ) => {
    const after = query.continue === undefined ? '' : readContinuation(SCOPE, query.continue);
    if (after === undefined)
      return invalidRequest([{ at: 'continue', problem: 'is no continuation of this list' }]);
    const policies = await partners.list();
    // One more than is shown: so the last page is known for the last.
    const rows = await subjects.page('guest', {}, after, query.top + 1);
    const guests = await Promise.all(
      rows.slice(0, query.top).map(async (row) => {
        const invited = await invitedGuests.read(guestId(row.subject.id));
        return inventoryLine(row, policies, invited?.sponsor ?? null);
      }),
    );
    const last = guests.at(-1);
    const next = rows.length > query.top && last !== undefined ? continuation(SCOPE, last.id) : null;
    return reply({ guests, next });
  },
});

export const inventoryRoutes = [listInventory] as const;

import type { AdminRoute, RawRequest } from '../../functions/admin/route';

const PERSON = { kind: 'person' as const, objectId: '0b3f6c1e-0000-4000-8000-000000000001', roles: [] };

/** What a route of the admin API answers, asked within this process. @throws Error when it refuses. */
export async function askRoute<D>(
  route: AdminRoute<D>,
  { params = {}, body = null, now = new Date() }: Partial<Pick<RawRequest, 'params' | 'body' | 'now'>>,
  deps: D,
): Promise<unknown> {
  const accepted = route.accept({
    params,
    query: new URLSearchParams(),
    body,
    caller: PERSON,
    headers: new Headers(),
    now,
  });
  if ('errors' in accepted) throw new Error(`${route.name}: ${JSON.stringify(accepted.errors)}`);
  const answer = await accepted.perform(deps);
  if ('problem' in answer) throw new Error(`${route.name} was refused: ${JSON.stringify(answer)}`);
  return answer.body;
}

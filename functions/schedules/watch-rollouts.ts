import type { InvocationContext } from '@azure/functions';
import type { HintBus } from '../../shared/clients/hint-bus';
import { ringOf } from '../../shared/domain/client-rings';
import { clientRolloutSchema, rolloutCursor, type ClientRollout } from '../../shared/domain/client-rollout';
import { hintInWaves } from '../admin/hint-in-waves';
import type { HostRecord } from '../../shared/domain/host-record';
import { afterLook } from '../../shared/domain/open-rings';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { Cursors } from '../../shared/state/cursors';
import type { HostRecords } from '../../shared/state/hosts';
import type { Partners } from '../../shared/state/partners';
import type { Subjects } from '../../shared/state/subjects';

interface Deps {
  partners: Partners;
  cursors: Cursors;
  hosts: HostRecords;
  subjects: Subjects;
  hints: HintBus;
  now: () => Date;
}

/**
 * Opens the rings of each partner’s client rollout, one at a tick, and has the guests of a ring that opened looked at in
 * waves: the only place that decides it. Writes our own cursor, nothing in the tenant. Safe to repeat.
 */
export const watchRollouts =
  (deps: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const inRings = (await deps.partners.list()).filter(({ client }) => client.rings !== undefined);
    if (inRings.length === 0) return;
    const hosts = await deps.hosts.list();
    for (const policy of inRings) await watchRollout(deps, policy, hosts, context);
  };

async function watchRollout(
  deps: Deps,
  policy: PartnerPolicy,
  hosts: readonly HostRecord[],
  context: InvocationContext,
): Promise<void> {
  const name = rolloutCursor(policy.partner);
  const stored = await deps.cursors.read(name);
  const before = stored === undefined ? undefined : clientRolloutSchema.parse(stored.value.detail);
  const after = afterLook(policy, before, hosts, deps.now().toISOString());
  if (!(await save(deps, name, { before, after, etag: stored?.etag }))) {
    context.info(`The rollout of ${policy.partner} changed meanwhile: the next look decides`);
    return;
  }
  if (after.told >= after.openedAt.length) return;
  await hintOpened(deps, policy, after, hosts);
  const fresh = await deps.cursors.read(name);
  if (fresh === undefined) return;
  const now = clientRolloutSchema.parse(fresh.value.detail);
  // Where somebody writes it at this very moment the next look tells them again, which costs a look each.
  await save(deps, name, { before: now, after: { ...now, told: after.openedAt.length }, etag: fresh.etag });
}

/** False = somebody else wrote it meanwhile. */
async function save(
  { cursors, now }: Deps,
  name: string,
  {
    before,
    after,
    etag,
  }: { before: ClientRollout | undefined; after: ClientRollout; etag: string | undefined },
): Promise<boolean> {
  if (JSON.stringify(after) === JSON.stringify(before)) return true;
  return (await cursors.save({ name, savedAt: now().toISOString(), detail: after }, etag)) === 'written';
}

async function hintOpened(
  { subjects, hints, now }: Deps,
  policy: PartnerPolicy,
  { told, openedAt, target }: ClientRollout,
  hosts: readonly HostRecord[],
): Promise<void> {
  const rings = policy.client.rings ?? [];
  const hostOf = new Map<string, string>(
    hosts.flatMap(({ host, lease }) => (lease.kind === 'leased' ? [[lease.guest, host]] : [])),
  );
  const rows: SubjectRow[] = [];
  for await (const row of subjects.list({ kind: 'guest', partner: policy.partner })) {
    const { id } = row.subject;
    const place = ringOf(rings, policy.partner, { guest: id, host: hostOf.get(id) ?? null });
    if (place >= told && place < openedAt.length) rows.push(row);
  }
  await hintInWaves(hints, rows, `ring-${target.version}-${openedAt.length}`, now());
}

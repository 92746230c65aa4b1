import type { Ports } from '../../../functions/ports';
import { drawPlan } from '../../../functions/offboarding/draw-plan';
import { startRemoval } from '../../../functions/offboarding/start-removal';
import { guestRecord } from '../../../shared/domain/guest-record';
import { hostRecordSchema } from '../../../shared/domain/host-record';
import { stableGuid } from '../../../shared/domain/ids';
import type { PartnerPolicy } from '../../../shared/domain/partner-policy';
import { approvePlan, startPlan, type PlanTransition } from '../../../shared/domain/plan-record';
import { freshRow } from '../../../shared/domain/subject-row';
import type { LeavingTenant } from './leaving-tenant';

const PLAN = stableGuid('plan of the bench');

/** The partner's guests are let in, as rows; then their removal is planned, approved by somebody else and run. */
export async function startLeaving(ports: Ports, { left, leaving, coming }: LeavingTenant): Promise<void> {
  await putClientOnHosts(ports, coming);
  const { partner, accessGroup } = left;
  const grants = [{ kind: 'access-group' as const, group: accessGroup, partner }];
  for (const id of leaving) {
    const detail = { ...guestRecord(null), grants };
    await ports.subjects.insert({ ...freshRow({ kind: 'guest', id }), partner, state: 'ready', detail });
  }
  const at = ports.now().toISOString();
  const drawn = await drawPlan(ports, left, { id: PLAN, by: 'olga' });
  const approved = taken(approvePlan(drawn, { by: 'arno', at }, drawn.hash));
  const why = { hash: drawn.hash, reason: 'the bench', ticket: null };
  const started = taken(startPlan(approved, { by: 'olga', at }, why));
  await ports.plans.replace(started, (await ports.plans.read(PLAN))?.etag ?? '');
  await startRemoval(ports, started, at);
}

/** The image of the other partner's hosts has the client: no install is waited for. */
async function putClientOnHosts({ hosts, desktops, now }: Ports, coming: PartnerPolicy): Promise<void> {
  const at = now().toISOString();
  for (const offer of coming.desktops) {
    const [pool] = offer.kind === 'avd-personal' ? offer.hostPools : [];
    for (const { id, vmId, vmResourceId } of pool === undefined ? [] : await desktops.listSessionHosts(pool))
      await hosts.insert(
        hostRecordSchema.parse({
          host: vmId,
          target: { kind: 'vm', vmResourceId, sessionHostId: id },
          lease: { kind: 'clean' },
          wanted: null,
          proved: { version: coming.client.version, at },
          refused: null,
        }),
      );
  }
}

function taken(transition: PlanTransition) {
  if (transition.kind === 'refused') throw new Error(`The plan of the bench: ${transition.message}`);
  return transition.record;
}

/** Whether the plan is finished, and how it ended. */
export async function endOfPlan({ plans }: Ports): Promise<string | undefined> {
  const record = (await plans.read(PLAN))?.value;
  return record?.state === 'finished' ? (record.remark ?? '') : undefined;
}

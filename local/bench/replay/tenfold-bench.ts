import { replayRoutes } from '../../../functions/admin/replay-routes';
import { replayRunRoutes } from '../../../functions/admin/replay-run-routes';
import type { ReplaySummary } from '../../../shared/domain/admin-api/replay-view';
import { guestRecord } from '../../../shared/domain/guest-record';
import { hintFor } from '../../../shared/domain/hint';
import { askRoute } from '../ask-route';
import type { BenchFigures } from '../bench-figures';
import { BenchRig, START_MS } from '../bench-rig';
import { StuckTenant } from './stuck-tenant';

const GUESTS = 100;
const TIMES = 10;
const STUCK_SECONDS = 600;
const LIMIT_SECONDS = 3_000;

type Rig = BenchRig<StuckTenant>;

/**
 * A hundred guests are stuck for one cause; it is mended, and ten replays of all of them are planned and started at
 * the same moment. Whatever is then done more than once for a guest is an effect too many. On virtual time.
 */
export async function benchTenfold(): Promise<BenchFigures> {
  const rig: Rig = await BenchRig.open(new StuckTenant(GUESTS, new Date(START_MS).toISOString()));
  const { tenant, ports } = rig;
  await rig.send(tenant.guests.map((id) => hintFor({ kind: 'guest', id }, `first-${id}`)));
  await rig.run(STUCK_SECONDS);
  const stuck = (await ports.failures.list()).length;
  tenant.isMended = true;
  const plans = await Promise.all(Array.from({ length: TIMES }, () => draw(rig)));
  const started = await Promise.allSettled(plans.map((plan) => run(rig, plan)));
  await rig.run(LIMIT_SECONDS);
  const ready = await readyGuests(rig);
  const open = (await ports.failures.list()).length;
  await rig.host.stop();
  return {
    tenfoldStuckGuests: stuck,
    tenfoldReplaysStarted: started.filter(({ status }) => status === 'fulfilled').length,
    tenfoldReadyGuests: ready,
    tenfoldFailuresLeft: open,
    tenfoldExtraEffects: tenant.extraEffects,
  };
}

const at = ({ ports }: Rig) => ({ now: ports.now() });

async function draw(rig: Rig): Promise<ReplaySummary> {
  const body = { of: { kind: 'partner', partner: rig.tenant.policies[0]?.partner } };
  return (await askRoute(replayRoutes[0], { body, ...at(rig) }, rig.ports)) as ReplaySummary;
}

function run(rig: Rig, { record: { id, hash } }: ReplaySummary): Promise<unknown> {
  const body = { hash, reason: 'the pool was mended', ticket: null };
  return askRoute(replayRunRoutes[0], { params: { plan: id }, body, ...at(rig) }, rig.ports);
}

async function readyGuests({ ports, tenant }: Rig): Promise<number> {
  const rows = await Promise.all(tenant.guests.map((id) => ports.subjects.read({ kind: 'guest', id })));
  return rows.filter((row) => row?.value.state === 'ready' && guestRecord(row.value.detail).readyAt !== null)
    .length;
}

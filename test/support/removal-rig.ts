import type { Ports } from '../../functions/ports';
import { partnerJob } from '../../shared/domain/partner-cut';
import { BLOCKED_GROUP } from './contoso-policy';
import { offboardingDesk, type Desk } from './offboarding-desk';
import { seatReady } from './seat-ready';

const TICKS = 2;
const TICK_SECONDS = 300;

/** A partner of two guests, one of them at work on a desktop, whose plan is approved: a removal that can begin. */
export async function removalRig(wrap?: (ports: Ports) => Ports): Promise<Desk> {
  const policy = { account: { rule: 'disable' }, caps: { removalsPerDay: 0, removalsPercentPerDay: 0 } };
  const options = { hasGuards: false, ...(wrap && { wrap }) };
  const desk = await offboardingDesk(2, policy, options);
  const [worker] = await seatReady(desk, 2);
  const host = desk.tenant.hosts.find(({ assignedUser }) => assignedUser === `${worker}@tenant`)!;
  const session = { id: `${host.id}/userSessions/3`, userPrincipalName: `${worker}@tenant` };
  desk.tenant.sessions.push({ ...session, state: 'Active' });
  return desk;
}

/** Runs the approved plan, and lets the watchman tick for what only he finds. */
export async function removeAll(desk: Desk): Promise<void> {
  await desk.run(await desk.approved());
  await letGo(desk);
}

export async function letGo({ product }: Desk): Promise<void> {
  for (let tick = 0; tick < TICKS; tick += 1) {
    await product.advance(TICK_SECONDS);
    await product.watch();
  }
}

/** What must be the same whatever struck: the tenant, and what we say of it; a line for each fact. */
export async function endOfRemoval(desk: Desk): Promise<string[]> {
  const { product, tenant } = desk;
  const { ports } = product;
  const { cut, drain, confirmations, job, ...rest } = await desk.stage();
  const lines: unknown[] = [...tenant.endState(), { sessions: tenant.sessions.length }];
  lines.push({
    ...rest,
    plan: null,
    removedAt: rest.removedAt !== null,
    by: cut?.by,
    isCut: cut?.at != null,
  });
  // How many sessions a look ended is forgotten with the step that died: that none is left is what counts.
  lines.push({ looks: drain?.looks, job: job.state });
  lines.push(confirmations.flatMap(({ checks }) => checks.map(({ check, isGood }) => ({ check, isGood }))));
  for (const { id, accountEnabled } of tenant.users.values()) lines.push({ id, accountEnabled });
  for (const { state, progress, remark } of await ports.plans.list()) lines.push({ state, progress, remark });
  for await (const { subject, state, live, detail } of ports.subjects.list({ kind: 'guest' }))
    lines.push({
      subject,
      state,
      live,
      because: (detail as { removal: { because: string } | null }).removal?.because,
    });
  for (const { host, lease } of await ports.hosts.list()) lines.push({ host, lease: lease.kind });
  for (const { action, target, result } of await ports.audit.read(100))
    lines.push({ action, target, result });
  lines.push(...(await product.failures()));
  lines.push({ jobIsLive: (await product.row(partnerJob('contoso').id, 'job')).live });
  lines.push({ blocked: [...tenant.group(BLOCKED_GROUP)] });
  return lines.map((line) => JSON.stringify(line)).sort();
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guestId } from '../../shared/domain/ids';
import { partnerJob } from '../../shared/domain/partner-cut';
import { guid } from '../shared/state/builders';
import { offboardingDesk, type Desk } from '../support/offboarding-desk';

let desk: Desk;
afterEach(() => desk.product.stop());

const JOB = partnerJob('contoso');
const tenant = () => desk.tenant.partnerTenant;
const effects = () =>
  desk.tenant.effects.filter((effect) => / tenant|^set org/.test(effect) && !effect.includes('@tenant'));

async function start(policy: Parameters<typeof offboardingDesk>[1] = {}): Promise<void> {
  desk = await offboardingDesk(2, { tenantOnRemoval: 'block', account: { rule: 'keep' }, ...policy });
  desk.tenant.admit(1, desk.product.host.clock.now());
  await desk.product.hint(guid(1));
  await desk.product.advance(120);
  desk.tenant.effects.length = 0;
}

async function stopped(): Promise<void> {
  const plan = await desk.approved();
  await desk.run(plan);
  for (let second = 0; second < 60 && effects().length < 2; second += 1) await desk.product.advance(1);
  await desk.ask('stopOffboardingPlan', { plan: plan.id }, { reason: 'they stay after all' });
  await desk.product.advance(60);
  expect((await desk.stage()).stage).toBe('cut');
}

describe('the tenant of a partner that is removed', () => {
  beforeEach(() => start());

  it('is shown in the plan, blocked inbound once, its own connected organisation proposed, read back and receipted', async () => {
    const plan = await desk.approved();
    expect(plan.facts.tenant.filter(({ verdict }) => verdict === 'will-remove')).toHaveLength(2);
    expect(effects()).toEqual([]);
    await desk.run(plan);
    await desk.product.advance(600);
    expect((await desk.stage()).stage).toBe('removed');
    expect(effects()).toEqual(['block the tenant', 'set org-contoso to proposed']);
    const orders = await desk.product.ports.orders.list(guestId(JOB.id));
    expect(orders.map(({ value }) => value).sort((a, b) => (a.action < b.action ? -1 : 1))).toMatchObject([
      {
        action: 'block-tenant',
        state: 'done',
        receipt: { change: 'tenant-blocked', before: { inbound: null } },
      },
      { action: 'propose-organizations', state: 'done', receipt: { change: 'organization-proposed' } },
    ]);
    const audited = (await desk.product.ports.audit.read(50)).filter(
      ({ action }) => action === 'block-tenant',
    );
    expect(audited).toMatchObject([{ target: 'partner/contoso', plan: plan.id, result: 'done' }]);
  });

  it('is as it was before once the plan was stopped and the cut taken back', async () => {
    await stopped();
    expect(tenant().inbound).toBe('blocked');
    await desk.ask('askPartnerUncut', { partner: 'contoso' }, { reason: 'they stay after all' });
    await desk.product.advance(120);
    expect((await desk.stage()).cut).toBeNull();
    expect(tenant().inbound).toBeNull();
    expect(tenant().organizations.map(({ state }) => state)).toEqual(['configured', 'configured']);
  });

  it('stays open where somebody opened it meanwhile, and is blocked anew by the next plan', async () => {
    await stopped();
    tenant().inbound = 'some people';
    await desk.ask('askPartnerUncut', { partner: 'contoso' }, { reason: 'they stay after all' });
    await desk.product.advance(120);
    expect((await desk.stage()).cut).toBeNull();
    expect(tenant().inbound).toBe('some people');
    await desk.run(await desk.approved());
    await desk.product.advance(60);
    expect(tenant().inbound).toBe('blocked');
  });

  it('is left alone while the kill switch is on: the job is held and says so', async () => {
    const plan = await desk.approved();
    await desk.ask('turnKillSwitch', {}, { isOn: true, reason: 'something looks wrong' });
    await desk.run(plan);
    await desk.product.advance(60);
    expect(effects()).toEqual([]);
    expect((await desk.stage()).job).toMatchObject({ state: 'held', reason: { code: 'kill-switch' } });
  });
});

describe('the tenant of a partner whose policy keeps it', () => {
  it('is not touched, and not even read', async () => {
    await start({ tenantOnRemoval: 'keep' });
    tenant().readInbound = () => Promise.reject(new Error('nobody asked for this'));
    await desk.run(await desk.approved());
    await desk.product.advance(600);
    expect((await desk.stage()).stage).toBe('removed');
    expect(effects()).toEqual([]);
  });
});

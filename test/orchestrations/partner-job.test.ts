import { afterEach, describe, expect, it } from '@jest/globals';
import type { PlanView } from '../../shared/domain/admin-api/offboarding-view';
import { partnerJob } from '../../shared/domain/partner-cut';
import { guid } from '../shared/state/builders';
import { ACCESS_GROUP, BLOCKED_GROUP } from '../support/contoso-policy';
import { ARNO, OLGA } from '../support/ask-route';
import { offboardingDesk, type Desk } from '../support/offboarding-desk';

let desk: Desk;
afterEach(() => desk.product.stop());

const MINUTES = 60;
const [ADA, BEN, CAS] = [guid(1), guid(2), guid(3)];

/** A partner whose first `guests` guests are ready. */
async function withReady(guests: number, policy: Parameters<typeof offboardingDesk>[1] = {}): Promise<void> {
  desk = await offboardingDesk(5, { caps: { removalsPerDay: 0, removalsPercentPerDay: 0 }, ...policy });
  for (let n = 1; n <= guests; n += 1) {
    desk.tenant.admit(n, desk.product.host.clock.now());
    await desk.product.hint(guid(n));
  }
  await desk.product.advance(180);
  expect((await desk.product.guest(guid(guests))).state).toBe('ready');
  desk.tenant.effects.length = 0;
}

const openSession = (n: number) =>
  desk.tenant.sessions.push({
    id: `${desk.tenant.hosts.find(({ assignedUser }) => assignedUser === `${guid(n)}@tenant`)!.id}/userSessions/3`,
    userPrincipalName: `${guid(n)}@tenant`,
    state: 'Active',
  });

describe('a partner that is cut', () => {
  it('is kept out by one write, its sessions end, and the drain is over 90 minutes later', async () => {
    await withReady(2);
    openSession(1);
    await desk.cut();
    expect(desk.tenant.effects[0]).toBe(`nest ${ACCESS_GROUP} in ${BLOCKED_GROUP}`);
    expect(desk.tenant.effects.filter((effect) => !effect.startsWith('log off'))).toHaveLength(1);
    expect(desk.tenant.sessions).toEqual([]);
    expect((await desk.stage()).cut).toMatchObject({ by: 'group', at: expect.any(String) });
    await desk.product.advance(85 * MINUTES);
    expect((await desk.stage()).drain).toMatchObject({ endedAt: null, sessionsEnded: 1 });
    openSession(2);
    await desk.product.advance(30 * MINUTES);
    const { drain } = await desk.stage();
    expect(drain).toMatchObject({ endedAt: expect.any(String), sessionsEnded: 2 });
    expect(desk.tenant.sessions).toEqual([]);
  });

  it('loses nothing: uncut lets everybody in again, by one write', async () => {
    await withReady(2);
    await desk.cut();
    await desk.product.hint(ADA);
    expect(await desk.product.guest(ADA)).toMatchObject({ state: 'held', reason: { code: 'partner-cut' } });
    await desk.ask('askPartnerUncut', { partner: 'contoso' }, { reason: 'it was a mistake' });
    await desk.product.advance(60);
    expect((await desk.stage()).cut).toBeNull();
    expect((await desk.product.guest(ADA)).state).toBe('ready');
    expect(desk.tenant.effects).toEqual([
      `nest ${ACCESS_GROUP} in ${BLOCKED_GROUP}`,
      `unnest ${ACCESS_GROUP} from ${BLOCKED_GROUP}`,
    ]);
  });

  it('has its guests blocked one by one where another partner shares the group; uncut takes out only those', async () => {
    await withReady(2);
    const { partners } = desk.product.ports;
    const own = (await partners.read('contoso' as never))!.value;
    await partners.put({ ...own, partner: 'fabrikam' as never, domains: ['fabrikam.com'] }, undefined);
    desk.tenant.group(BLOCKED_GROUP).add(ADA);
    await desk.cut();
    await desk.product.advance(30);
    expect((await desk.stage()).cut).toMatchObject({ by: 'guests', at: expect.any(String) });
    expect([...desk.tenant.group(BLOCKED_GROUP)].sort()).toEqual([ADA, BEN]);
    await desk.ask('askPartnerUncut', { partner: 'contoso' }, { reason: 'it was a mistake' });
    await desk.product.advance(60);
    expect([...desk.tenant.group(BLOCKED_GROUP)]).toEqual([ADA]);
  });

  it('is not called cut where no policy would keep anybody out: the job is held and says what to do', async () => {
    await withReady(1);
    desk.tenant.isBlockOn = false;
    await desk.cut();
    expect(await desk.stage()).toMatchObject({
      cut: { at: null },
      job: { state: 'held', reason: { code: 'cut-impossible' } },
    });
    desk.tenant.isBlockOn = true;
    await desk.product.advance(3700);
    expect((await desk.stage()).cut?.at).toEqual(expect.any(String));
  });

  it('stops an onboarding in flight', async () => {
    await withReady(1);
    desk.tenant.durations.installSeconds = 3600;
    desk.tenant.admit(2, desk.product.host.clock.now());
    await desk.product.hint(BEN);
    await desk.product.advance(10);
    await desk.cut();
    await desk.product.advance(10 * MINUTES);
    expect(await desk.product.guest(BEN)).toMatchObject({ state: 'held', reason: { code: 'partner-cut' } });
  });

  it('in an emergency, and confirmed by nobody, is let in again after a day, and nobody is asked any more', async () => {
    await withReady(1);
    await desk.cut({ emergency: true });
    expect(await desk.product.failures()).toEqual([{ flow: 'partner', step: 'cut', code: 'emergency-cut' }]);
    const [told] = await desk.product.ports.noticeOutbox.page({}, undefined, 9);
    expect(told?.notice).toMatchObject({ kind: 'approvers-cut', to: ARNO, cause: { code: 'confirm-by' } });
    const own = await desk.ask('confirmPartnerCut', { partner: 'contoso' }, { reason: 'still true' }, OLGA);
    expect(own).toMatchObject({ status: 409 });
    await desk.product.advance(24 * 3600 + 60);
    expect(await desk.stage()).toMatchObject({ stage: 'open', cut: null });
    expect((await desk.product.guest(ADA)).state).toBe('ready');
    expect(await desk.product.failures()).toEqual([]);
    const [entry] = await desk.product.ports.audit.read(1);
    expect(entry).toMatchObject({
      action: 'uncut-partner',
      reason: expect.stringContaining('nobody confirmed'),
    });
  });

  it('in an emergency, and confirmed by an Approver, stays cut', async () => {
    await withReady(1);
    await desk.cut({ emergency: true });
    await desk.product.advance(3600);
    await desk.ask('confirmPartnerCut', { partner: 'contoso' }, { reason: 'it is true' }, ARNO);
    expect(await desk.product.failures()).toEqual([]);
    await desk.product.advance(24 * 3600);
    expect(await desk.stage()).toMatchObject({ stage: 'cut', cut: { isEmergency: true, confirmBy: null } });
    expect(desk.tenant.group(BLOCKED_GROUP).has(ACCESS_GROUP)).toBe(true);
  });
});

describe('a removal by an approved plan', () => {
  it('takes everybody of the plan out, leaves the group last, and confirms at once, after 2 and after 24 hours', async () => {
    await withReady(3, { account: { rule: 'disable' } });
    const plan = await desk.approved();
    expect(plan.facts).toMatchObject({ guests: 3, hosts: 3, liveSessions: 0 });
    await desk.run(plan);
    await desk.product.advance(5 * MINUTES);
    for (const guest of [ADA, BEN, CAS])
      expect(await desk.product.guest(guest)).toMatchObject({
        state: 'removed',
        removal: { because: 'planned' },
      });
    expect(await desk.plan(plan.id)).toMatchObject({ state: 'finished', progress: { done: 3, failed: 0 } });
    expect([...desk.tenant.group(ACCESS_GROUP)]).toEqual([]);
    expect(desk.tenant.group(BLOCKED_GROUP).has(ACCESS_GROUP)).toBe(true);
    expect(desk.tenant.effects[0]).toContain(`nest ${ACCESS_GROUP}`);
    await desk.product.advance(25 * 3600);
    const { confirmations, job } = await desk.stage();
    expect(confirmations).toHaveLength(3);
    expect(confirmations.flatMap(({ checks }) => checks).filter(({ isGood }) => isGood === false)).toEqual(
      [],
    );
    expect(job.state).toBe('idle');
  });

  it('is refused to who drew it up, without approval, with another hash, twice, and when expired', async () => {
    await withReady(1);
    const plan = await desk.ask<PlanView>('planOffboarding', { partner: 'contoso' });
    const code = async (name: string, hash: string, who = OLGA) => {
      const why = name.startsWith('run') ? { reason: 'contract ended' } : {};
      const answer = await desk.ask<{ code?: string }>(name, { plan: plan.id }, { hash, ...why }, who);
      return answer.code;
    };
    expect(await code('approveOffboardingPlan', plan.hash)).toBe('own-plan');
    expect(await code('runOffboardingPlan', plan.hash)).toBe('not-approved');
    expect(await code('approveOffboardingPlan', 'a'.repeat(64), ADA)).toBe('other-hash');
    expect(await code('approveOffboardingPlan', plan.hash, ADA)).toBeUndefined();
    await desk.product.advance(24 * 3600 + 60);
    expect(await code('runOffboardingPlan', plan.hash)).toBe('expired');
    const fresh = await desk.approved();
    await desk.run(fresh);
    expect(await desk.run(fresh)).toMatchObject({ code: 'already-started' });
  });

  it('waits while the kill switch is on, and goes on when it is resumed', async () => {
    await withReady(2);
    const turn = (isOn: boolean) => desk.ask('turnKillSwitch', {}, { isOn, reason: 'something looks wrong' });
    const plan = await desk.approved();
    await turn(true);
    await desk.run(plan);
    await desk.product.advance(60);
    expect(await desk.plan(plan.id)).toMatchObject({ state: 'paused', remark: 'the kill switch is on' });
    expect(desk.tenant.group(ACCESS_GROUP).size).toBe(2);
    await turn(false);
    await desk.ask('resumeOffboardingPlan', { plan: plan.id }, { reason: 'all is well' });
    await desk.product.advance(5 * MINUTES);
    expect((await desk.plan(plan.id)).state).toBe('finished');
  });

  it('leaves alone whom the plan does not name or who changed since, and says so', async () => {
    await withReady(2);
    const plan = await desk.approved();
    desk.tenant.admit(3, desk.product.host.clock.now());
    await desk.product.hint(CAS);
    await desk.product.advance(180);
    await desk.run(plan);
    await desk.product.advance(5 * MINUTES);
    expect((await desk.plan(plan.id)).appeared).toEqual([CAS]);
    expect(await desk.product.guest(CAS)).toMatchObject({ desktop: expect.any(Object) });
    expect([...desk.tenant.group(ACCESS_GROUP)]).toEqual([CAS]);
  });

  it('that is stopped leaves the partner cut and nobody half removed', async () => {
    await withReady(2);
    const plan = await desk.approved();
    await desk.ask('turnKillSwitch', {}, { isOn: true, reason: 'something looks wrong' });
    await desk.run(plan);
    await desk.ask('stopOffboardingPlan', { plan: plan.id }, { reason: 'wrong partner' });
    await desk.product.advance(5 * MINUTES);
    expect(await desk.stage()).toMatchObject({ stage: 'cut' });
    expect(await desk.plan(plan.id)).toMatchObject({ state: 'stopped' });
    expect(desk.tenant.group(ACCESS_GROUP).size).toBe(2);
    expect((await desk.product.row(partnerJob('contoso').id, 'job')).live).toBe(false);
  });

  it('goes on about guests who are gone already', async () => {
    await withReady(2);
    const plan = await desk.approved();
    desk.tenant.users.delete(ADA as never);
    await desk.run(plan);
    await desk.product.advance(10 * MINUTES);
    expect(await desk.plan(plan.id)).toMatchObject({ state: 'finished', progress: { done: 2 } });
  });
});

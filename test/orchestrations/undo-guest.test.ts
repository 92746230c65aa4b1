import { afterEach, describe, expect, it } from '@jest/globals';
import type { GuestReceipts } from '../../shared/domain/admin-api/receipts-view';
import type { UndoView } from '../../shared/domain/admin-api/undo-view';
import { guestId, type GuestId } from '../../shared/domain/ids';
import { guid } from '../shared/state/builders';
import { ACCESS_GROUP, BLOCKED_GROUP, ELIGIBLE_GROUP } from '../support/contoso-policy';
import { ARNO, OLGA } from '../support/ask-route';
import { offboardingDesk, type Desk } from '../support/offboarding-desk';

let desk: Desk;
afterEach(() => desk.product.stop());

const ADA = guestId(guid(1));

/** A guest who was ready on a host, lost its entitlement and was removed. */
async function removed(policy: Parameters<typeof offboardingDesk>[1] = {}, hosts = 3): Promise<string> {
  desk = await offboardingDesk(hosts, { account: { rule: 'disable' }, ...policy });
  desk.tenant.admit(1, desk.product.host.clock.now());
  await desk.product.hint(ADA);
  await desk.product.advance(120);
  expect((await desk.product.guest(ADA)).state).toBe('ready');
  entitle(false);
  await desk.product.hint(ADA);
  await desk.product.advance(120);
  expect((await desk.product.guest(ADA)).state).toBe('removed');
  desk.tenant.effects.length = 0;
  return newestRun();
}

/** The last run that changed something. */
async function newestRun(): Promise<string> {
  const { runs } = await receipts();
  return runs[0]!.run;
}

const receipts = () => desk.ask<GuestReceipts>('listGuestReceipts', { id: ADA });

function entitle(isEntitled: boolean, guest: GuestId = ADA): void {
  if (isEntitled) desk.tenant.group(ELIGIBLE_GROUP).add(guest);
  else desk.tenant.group(ELIGIBLE_GROUP).delete(guest);
}

const draw = (...of: string[]) => desk.ask<UndoView>('planUndo', {}, { of });
const shown = (view: UndoView) =>
  view.plan.flatMap(({ steps }) => steps.map(({ step, verdict }) => `${step} ${verdict}`));
const show = (view: UndoView) => desk.ask<UndoView>('showUndo', { plan: view.record.id });

async function run(
  view: UndoView,
  hash = view.record.hash,
): Promise<UndoView & { code?: string; detail?: string }> {
  const body = { hash, reason: 'removed by mistake', ticket: 'CHG-2' };
  const answer = await desk.ask<UndoView>('runUndo', { plan: view.record.id }, body);
  await desk.product.settle();
  return answer;
}

describe('the undo of a removal', () => {
  it('is blocked with the fix while the guest would be removed again, and changes nothing', async () => {
    const view = await draw(await removed());
    expect(view).toMatchObject({ leftAlone: 1, restoring: 0 });
    expect(view.plan[0]?.steps[0]).toMatchObject({
      verdict: 'blocked',
      because: expect.stringContaining('would be removed again because the guest is not entitled. Entitle'),
    });
    expect(await run(view)).toMatchObject({ code: 'nothing-to-do' });
    expect(desk.tenant.effects).toEqual([]);
  });

  it('restores account, host and membership, takes the block away last, and the guest is ready on its old host', async () => {
    const of = await removed();
    const { host } = (await desk.product.ports.hosts.list())[0]!;
    entitle(true);
    const view = await draw(of);
    expect(shown(view)).toEqual([
      'enable-account will-create',
      'ensureFormerHost will-create',
      'ensureMember will-create',
      'removeMember will-remove',
    ]);
    expect(view).toMatchObject({ restoring: 1, willRestore: 4, record: { needsApproval: false } });
    expect(desk.tenant.effects).toEqual([]);
    await run(view);
    await desk.product.advance(180);
    expect(desk.tenant.effects.filter((one) => !/install|clear/.test(one))).toEqual([
      `enable ${ADA}`,
      `assign ${desk.tenant.hosts.find(({ vmId }) => vmId === host)!.id}`,
      `add ${ADA} to ${ACCESS_GROUP}`,
      `remove ${ADA} from ${BLOCKED_GROUP}`,
    ]);
    const guest = await desk.product.guest(ADA);
    expect(guest).toMatchObject({ state: 'ready', removal: null, desktop: { host } });
    expect(await show(view)).toMatchObject({
      record: { state: 'finished', remark: '1 restored, 0 failed', progress: { done: 1, failed: 0 } },
      failed: [],
    });
    const audited = (await desk.product.ports.audit.read(5)).map(({ action, plan }) => [action, plan]);
    expect(audited).toContainEqual(['finish-undo', view.record.id]);
    expect(audited).toContainEqual(['enable-account', view.record.id]);
  });

  it('leaves receipts of its own; undone once more there is nothing to restore', async () => {
    const of = await removed();
    entitle(true);
    await run(await draw(of));
    await desk.product.advance(180);
    const { runs } = await receipts();
    const changes = runs.map(({ changes: all }) => all.map(({ receipt }) => receipt.change).sort());
    expect(changes).toEqual([
      ['account-enabled', 'host-assigned', 'member-added', 'member-removed'],
      ['account-disabled', 'host-released', 'member-added', 'member-removed'],
      ['host-assigned', 'member-added'],
    ]);
    expect(await draw(of)).toMatchObject({ restoring: 0, alreadySo: 1 });
  });

  it('says of a host that somebody else has now that it does not come back, and restores the rest', async () => {
    const of = await removed();
    const [record] = await desk.product.ports.hosts.list();
    const stored = (await desk.product.ports.hosts.read(record!.host))!;
    await desk.product.ports.hosts.replace(
      { ...stored.value, lease: { kind: 'leased', guest: guestId(guid(2)), at: '2026-09-01T08:00:00Z' } },
      stored.etag,
    );
    entitle(true);
    const view = await draw(of);
    expect(view.plan[0]?.steps.find(({ step }) => step === 'ensureFormerHost')).toMatchObject({
      verdict: 'blocked',
      because: expect.stringContaining('leased to somebody else since'),
    });
    await run(view);
    await desk.product.advance(180);
    const guest = await desk.product.guest(ADA);
    expect(guest.state).toBe('ready');
    expect(guest.desktop?.host).not.toBe(record!.host);
  });

  it('refuses, naming what moved, where the tenant changed since the plan was drawn up', async () => {
    const of = await removed();
    entitle(true);
    const view = await draw(of);
    desk.tenant.users.set(ADA, { ...desk.tenant.users.get(ADA)!, accountEnabled: true });
    expect(await run(view)).toMatchObject({
      code: 'moved',
      detail: expect.stringContaining(`guest ${ADA}: account`),
    });
    expect(desk.tenant.effects).toEqual([]);
  });

  it('refuses in the guest’s own run what moved after the start, and leaves the guest as it is', async () => {
    const of = await removed();
    entitle(true);
    const view = await draw(of);
    const body = { hash: view.record.hash, reason: 'removed by mistake' };
    await desk.ask('runUndo', { plan: view.record.id }, body);
    const { host } = (await desk.product.ports.hosts.list())[0]!;
    desk.tenant.hosts.find(({ vmId }) => vmId === host)!.assignedUser = 'somebody@tenant';
    await desk.product.advance(180);
    const { failed } = await show(view);
    expect(failed).toEqual([
      { id: ADA, because: expect.stringContaining('moved since it was planned: ensureFormerHost') },
    ]);
    expect(desk.tenant.effects).toEqual([]);
    expect((await desk.product.guest(ADA)).state).toBe('removed');
  });

  it('is refused with another hash, expired, twice, and while another undo of the partner runs', async () => {
    const of = await removed();
    entitle(true);
    const [view, other] = [await draw(of), await draw(of)];
    expect(await run(view, 'a'.repeat(64))).toMatchObject({ code: 'other-hash' });
    const started = await desk.ask<{ code?: string }>(
      'runUndo',
      { plan: view.record.id },
      { hash: view.record.hash, reason: 'removed by mistake' },
    );
    expect(started.code).toBeUndefined();
    expect(await run(other)).toMatchObject({ code: 'another-undo' });
    await desk.product.advance(180);
    expect(await run(view)).toMatchObject({ code: 'already-started' });
    await desk.product.advance(4 * 3600);
    expect(await run(other)).toMatchObject({ code: 'expired' });
  });

  it('waits while the kill switch is on, and goes on when it is resumed', async () => {
    const of = await removed();
    entitle(true);
    const turn = (isOn: boolean) => desk.ask('turnKillSwitch', {}, { isOn, reason: 'something looks wrong' });
    await turn(true);
    const view = await draw(of);
    await run(view);
    await desk.product.advance(60);
    expect(await show(view)).toMatchObject({ record: { state: 'paused', remark: 'the kill switch is on' } });
    await turn(false);
    await desk.ask('resumeUndo', { plan: view.record.id }, { reason: 'all is well' });
    await desk.product.advance(180);
    expect((await desk.product.guest(ADA)).state).toBe('ready');
  });
});

describe('what an undo does not touch', () => {
  it('is what a newer run did: it names that run', async () => {
    const first = await removed();
    entitle(true);
    desk.tenant.users.set(ADA, { ...desk.tenant.users.get(ADA)!, accountEnabled: true });
    await desk.product.hint(ADA);
    await desk.product.advance(180);
    entitle(false);
    await desk.product.hint(ADA);
    await desk.product.advance(180);
    expect((await desk.product.guest(ADA)).state).toBe('removed');
    entitle(true);
    const steps = (await draw(first)).plan[0]!.steps;
    expect(steps.find(({ step }) => step === 'ensureMember')).toMatchObject({
      verdict: 'blocked',
      because: expect.stringContaining(`${await newestRun()} changed it since`),
    });
  });

  it('is an onboarding of somebody who is entitled: it would be given again', async () => {
    await removed();
    entitle(true);
    desk.tenant.users.set(ADA, { ...desk.tenant.users.get(ADA)!, accountEnabled: true });
    await desk.product.hint(ADA);
    await desk.product.advance(180);
    const { runs } = await receipts();
    const view = await draw(runs[0]!.run);
    expect(view.plan[0]?.steps[0]?.because).toContain('would be given the same again');
  });

  it('is a run or plan nobody knows, a host’s run, one that changed nothing: each is said', async () => {
    await removed();
    await desk.product.hint(ADA);
    const { runs } = await desk.product.guest(ADA);
    const [{ host } = { host: '' }] = await desk.product.ports.hosts.list();
    const told = (name: string) => desk.ask<object>('planUndo', {}, { of: [name] });
    expect(await told(`guest-${ADA}-99`)).toMatchObject({ status: 404 });
    expect(await told(guid(7, 'b'))).toMatchObject({ status: 404 });
    expect(await told(`host-${host}-1`)).toMatchObject({
      code: 'other-kind',
      detail: expect.stringMatching(/is a run of a host.*it did .*ensureInstallCommand/),
    });
    expect(await told(`guest-${ADA}-${runs}`)).toMatchObject({
      code: 'changed-nothing',
      detail: expect.stringContaining('it ended with closeSubject'),
    });
  });
});

describe('the undo of a deletion', () => {
  const both = async () => {
    const first = await removed({ account: { rule: 'delete-after-days', days: 1 } });
    await desk.product.advance(24 * 3600 + 600);
    expect(desk.tenant.deleted.has(ADA)).toBe(true);
    desk.tenant.effects.length = 0;
    return [first, await newestRun()];
  };

  it('takes a second person, restores the account first and then the rest', async () => {
    const of = await both();
    entitle(true);
    const view = await draw(...of);
    expect(view.record.needsApproval).toBe(true);
    expect(shown(view)).toEqual([
      'restore-account will-create',
      'enable-account will-create',
      'ensureFormerHost will-create',
      'ensureMember will-create',
      'removeMember will-remove',
    ]);
    expect(await run(view)).toMatchObject({ code: 'not-approved' });
    const hash = { hash: view.record.hash };
    expect(await desk.ask('approveUndo', { plan: view.record.id }, hash, OLGA)).toMatchObject({
      code: 'own-plan',
    });
    await desk.ask('approveUndo', { plan: view.record.id }, hash, ARNO);
    await run(view);
    await desk.product.advance(300);
    expect(desk.tenant.effects.slice(0, 2)).toEqual([`restore ${ADA}`, `enable ${ADA}`]);
    expect((await desk.product.guest(ADA)).state).toBe('ready');
  });

  it('cannot bring back an account that was deleted for good', async () => {
    const of = await both();
    desk.tenant.deleted.clear();
    entitle(true);
    const view = await draw(...of);
    expect(view.restoring).toBe(0);
    expect(view.plan[0]?.steps[0]).toMatchObject({
      step: 'restore-account',
      verdict: 'blocked',
      because: expect.stringContaining('deleted for good'),
    });
  });

  it('is to be undone before, or with, what was changed before it', async () => {
    const [first] = await both();
    entitle(true);
    const steps = (await draw(first!)).plan[0]!.steps;
    expect(steps.find(({ step }) => step === 'enable-account')?.because).toContain(
      'undo the run that deleted it',
    );
  });
});

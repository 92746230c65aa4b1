import { afterEach, describe, expect, it } from '@jest/globals';
import { guestId } from '../../shared/domain/ids';
import { guid } from '../shared/state/builders';
import { ACCESS_GROUP, BLOCKED_GROUP } from '../support/contoso-policy';
import { ADA, removedGuest, stepsOf, type UndoDesk } from '../support/undo-desk';

let desk: UndoDesk;
afterEach(() => desk.product.stop());

describe('the undo of a removal', () => {
  it('is blocked with the fix while the guest would be removed again, and changes nothing', async () => {
    const view = await removedGuest().then(async (made) => (desk = made).draw(await made.newestRun()));
    expect(view).toMatchObject({ leftAlone: 1, restoring: 0 });
    expect(view.plan[0]?.steps[0]).toMatchObject({
      verdict: 'blocked',
      because: expect.stringContaining('would be removed again because the guest is not entitled. Entitle'),
    });
    expect(await desk.start(view)).toMatchObject({ code: 'nothing-to-do' });
    expect(desk.tenant.effects).toEqual([]);
  });

  it('restores account, host and membership, takes the block away last, and the guest is ready on its old host', async () => {
    desk = await removedGuest();
    const of = await desk.newestRun();
    const { host } = (await desk.product.ports.hosts.list())[0]!;
    desk.entitle(true);
    const view = await desk.draw(of);
    expect(stepsOf(view)).toEqual([
      'enable-account will-create',
      'ensureFormerHost will-create',
      'ensureMember will-create',
      'removeMember will-remove',
    ]);
    expect(view).toMatchObject({ restoring: 1, willRestore: 4, record: { needsApproval: false } });
    expect(desk.tenant.effects).toEqual([]);
    await desk.start(view);
    await desk.product.advance(180);
    expect(desk.tenant.effects.filter((one) => !/install|clear/.test(one))).toEqual([
      `enable ${ADA}`,
      `assign ${desk.tenant.hosts.find(({ vmId }) => vmId === host)!.id}`,
      `add ${ADA} to ${ACCESS_GROUP}`,
      `remove ${ADA} from ${BLOCKED_GROUP}`,
    ]);
    const guest = await desk.product.guest(ADA);
    expect(guest).toMatchObject({ state: 'ready', removal: null, desktop: { host } });
    expect(await desk.show(view)).toMatchObject({
      record: { state: 'finished', remark: '1 restored, 0 failed', progress: { done: 1, failed: 0 } },
      failed: [],
    });
    const audited = (await desk.product.ports.audit.read(5)).map(({ action, plan }) => [action, plan]);
    expect(audited).toContainEqual(['finish-undo', view.record.id]);
    expect(audited).toContainEqual(['enable-account', view.record.id]);
  });

  it('leaves receipts of its own; undone once more there is nothing to restore', async () => {
    desk = await removedGuest();
    const of = await desk.newestRun();
    desk.entitle(true);
    await desk.start(await desk.draw(of));
    await desk.product.advance(180);
    const { runs } = await desk.receipts();
    const changes = runs.map(({ changes: all }) => all.map(({ receipt }) => receipt.change).sort());
    expect(changes).toEqual([
      ['account-enabled', 'host-assigned', 'member-added', 'member-removed'],
      ['account-disabled', 'host-released', 'member-added', 'member-removed'],
      ['host-assigned', 'member-added'],
    ]);
    expect(await desk.draw(of)).toMatchObject({ restoring: 0, alreadySo: 1 });
  });

  it('says of a host that somebody else has now that it does not come back, and restores the rest', async () => {
    desk = await removedGuest();
    const of = await desk.newestRun();
    const [record] = await desk.product.ports.hosts.list();
    const stored = (await desk.product.ports.hosts.read(record!.host))!;
    await desk.product.ports.hosts.replace(
      { ...stored.value, lease: { kind: 'leased', guest: guestId(guid(2)), at: '2026-09-01T08:00:00Z' } },
      stored.etag,
    );
    desk.entitle(true);
    const view = await desk.draw(of);
    expect(view.plan[0]?.steps.find(({ step }) => step === 'ensureFormerHost')).toMatchObject({
      verdict: 'blocked',
      because: expect.stringContaining('leased to somebody else since'),
    });
    await desk.start(view);
    await desk.product.advance(180);
    const guest = await desk.product.guest(ADA);
    expect(guest.state).toBe('ready');
    expect(guest.desktop?.host).not.toBe(record!.host);
  });

  it('refuses, naming what moved, where the tenant changed since the plan was drawn up', async () => {
    desk = await removedGuest();
    const of = await desk.newestRun();
    desk.entitle(true);
    const view = await desk.draw(of);
    desk.tenant.users.set(ADA, { ...desk.tenant.users.get(ADA)!, accountEnabled: true });
    expect(await desk.start(view)).toMatchObject({
      code: 'moved',
      detail: expect.stringContaining(`guest ${ADA}: account`),
    });
    expect(desk.tenant.effects).toEqual([]);
  });

  it('refuses in the guest’s own run what moved after the start, and leaves the guest as it is', async () => {
    desk = await removedGuest();
    const of = await desk.newestRun();
    desk.entitle(true);
    const view = await desk.draw(of);
    const body = { hash: view.record.hash, reason: 'removed by mistake' };
    await desk.ask('runUndo', { plan: view.record.id }, body);
    const { host } = (await desk.product.ports.hosts.list())[0]!;
    desk.tenant.hosts.find(({ vmId }) => vmId === host)!.assignedUser = 'somebody@tenant';
    await desk.product.advance(180);
    const { failed } = await desk.show(view);
    expect(failed).toEqual([
      { id: ADA, because: expect.stringContaining('moved since it was planned: ensureFormerHost') },
    ]);
    expect(desk.tenant.effects).toEqual([]);
    expect((await desk.product.guest(ADA)).state).toBe('removed');
  });

  it('is refused with another hash, expired, twice, and while another undo of the partner runs', async () => {
    desk = await removedGuest();
    const of = await desk.newestRun();
    desk.entitle(true);
    const [view, other] = [await desk.draw(of), await desk.draw(of)];
    expect(await desk.start(view, 'a'.repeat(64))).toMatchObject({ code: 'other-hash' });
    const started = await desk.ask<{ code?: string }>(
      'runUndo',
      { plan: view.record.id },
      { hash: view.record.hash, reason: 'removed by mistake' },
    );
    expect(started.code).toBeUndefined();
    expect(await desk.start(other)).toMatchObject({ code: 'another-undo' });
    await desk.product.advance(180);
    expect(await desk.start(view)).toMatchObject({ code: 'already-started' });
    await desk.product.advance(4 * 3600);
    expect(await desk.start(other)).toMatchObject({ code: 'expired' });
  });

  it('waits while the kill switch is on, and goes on when it is resumed', async () => {
    desk = await removedGuest();
    const of = await desk.newestRun();
    desk.entitle(true);
    const turn = (isOn: boolean) => desk.ask('turnKillSwitch', {}, { isOn, reason: 'something looks wrong' });
    await turn(true);
    const view = await desk.draw(of);
    await desk.start(view);
    await desk.product.advance(60);
    expect(await desk.show(view)).toMatchObject({
      record: { state: 'paused', remark: 'the kill switch is on' },
    });
    await turn(false);
    await desk.ask('resumeUndo', { plan: view.record.id }, { reason: 'all is well' });
    await desk.product.advance(180);
    expect((await desk.product.guest(ADA)).state).toBe('ready');
  });
});

describe('what an undo does not touch', () => {
  it('is what a newer run did: it names that run', async () => {
    desk = await removedGuest();
    const first = await desk.newestRun();
    desk.entitle(true);
    desk.tenant.users.set(ADA, { ...desk.tenant.users.get(ADA)!, accountEnabled: true });
    await desk.product.hint(ADA);
    await desk.product.advance(180);
    desk.entitle(false);
    await desk.product.hint(ADA);
    await desk.product.advance(180);
    expect((await desk.product.guest(ADA)).state).toBe('removed');
    desk.entitle(true);
    const steps = (await desk.draw(first)).plan[0]!.steps;
    expect(steps.find(({ step }) => step === 'ensureMember')).toMatchObject({
      verdict: 'blocked',
      because: expect.stringContaining(`${await desk.newestRun()} changed it since`),
    });
  });

  it('is an onboarding of somebody who is entitled: it would be given again', async () => {
    desk = await removedGuest();
    desk.entitle(true);
    desk.tenant.users.set(ADA, { ...desk.tenant.users.get(ADA)!, accountEnabled: true });
    await desk.product.hint(ADA);
    await desk.product.advance(180);
    const { runs } = await desk.receipts();
    const view = await desk.draw(runs[0]!.run);
    expect(view.plan[0]?.steps[0]?.because).toContain('would be given the same again');
  });

  it('is a run or plan nobody knows, a host’s run, one that changed nothing: each is said', async () => {
    desk = await removedGuest();
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

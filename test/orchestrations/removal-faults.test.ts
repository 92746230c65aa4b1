import { afterEach, describe, expect, it } from '@jest/globals';
import { cutOff } from '../support/cut-off';
import type { Desk } from '../support/offboarding-desk';
import { endOfRemoval, letGo, removalRig, removeAll } from '../support/removal-rig';

let rig: Desk | undefined;
afterEach(() => rig?.product.stop());

/** Every activity of the partner's job, and those of a guest that is removed. */
const STEPS = [
  'readPartnerJob',
  'cutPartner',
  'hintPartner',
  'drainPartner',
  'recordLook',
  'topUpRemoval',
  'leaveAccessGroup',
  'finishRemoval',
  'confirmRemoved',
  'permitRemoval',
  'endSessions',
  'freePersonalHost',
  'ensureOrder',
  'readOrders',
  'executeOrder',
  'readRemoval',
];

/** Port methods, as `port.method`, that write what we keep, and those that change the tenant. */
const RECORDS = [
  'stages.put',
  'plans.replace',
  'cursors.save',
  'orders.insert',
  'orders.replace',
  'audit.append',
  'hosts.replace',
];
const CHANGES = [
  'outbox.put',
  'partnerBlock.nest',
  'accounts.setEnabled',
  'desktops.logOff',
  'desktops.unassignUser',
  'members.removeMember',
];
const CUTS = [
  ...[...RECORDS, ...CHANGES].map((path) => ['after', path] as const),
  ...RECORDS.map((path) => ['before', path] as const),
];

let calmRun: Promise<{ end: string[]; effects: string[] }> | undefined;
async function calm(): Promise<{ end: string[]; effects: string[] }> {
  const desk = await removalRig();
  await removeAll(desk);
  const executed = desk.product.host.log.flatMap(
    ({ text }) => /Executed 'Functions\.(\w+)'/.exec(text)?.[1] ?? [],
  );
  expect(executed).toEqual(expect.arrayContaining(STEPS));
  const result = { end: await endOfRemoval(desk), effects: [...desk.tenant.effects].sort() };
  await desk.product.stop();
  return result;
}

async function expectAsCalm(disturbed: Desk, go = removeAll): Promise<void> {
  rig = disturbed;
  await go(disturbed);
  const { end, effects } = await (calmRun ??= calm());
  expect(new Set(effects).size).toBe(effects.length);
  expect(await endOfRemoval(disturbed)).toEqual(end);
  expect([...disturbed.tenant.effects].sort()).toEqual(effects);
}

describe('a removal ends the same, and does nothing twice', () => {
  it.each(STEPS)('where the process dies before the result of %s is kept', async (functionName) => {
    const disturbed = await removalRig();
    await disturbed.product.host.crash({ record: 'activity', when: 'before', functionName });
    await expectAsCalm(disturbed);
    expect(disturbed.product.host.faults.crashPoint).toBeUndefined();
  });

  it.each(['before', 'after'] as const)('where it dies %s a turn of the job is kept', async (when) => {
    const disturbed = await removalRig();
    await disturbed.product.host.crash({ record: 'turn', when, functionName: 'partnerJob' });
    await expectAsCalm(disturbed);
  });

  it('where the engine runs every step twice, and delivers every result twice', async () => {
    const disturbed = await removalRig();
    for (const step of STEPS) {
      disturbed.product.host.faults.runTwice.add(step);
      disturbed.product.host.faults.duplicateCompletion.add(step);
    }
    await expectAsCalm(disturbed);
  });

  it.each(CUTS)('where a write is cut off %s %s', async (when, path) => {
    // The admin API's own writes are not what is struck: the plan is there before.
    let isArmed = false;
    const disturbed = await removalRig((ports) => cutOff(ports, path, when, () => isArmed));
    const plan = await disturbed.approved();
    await disturbed.ask('runOffboardingPlan', { plan: plan.id }, { hash: plan.hash, reason: 'ended' });
    isArmed = true;
    await expectAsCalm(disturbed, letGo);
  });
});

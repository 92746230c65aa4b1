import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepGroups } from '../../../functions/schedules/sweep-groups';
import { withKnownGroups } from '../../../shared/clients/graph/with-known-groups';
import { groupId, guestId } from '../../../shared/domain/ids';
import { ELIGIBLE } from '../../local/tenant/tenant-under-test';
import { contextOf, eventsUnderTest, stopAll, type EventsUnderTest } from '../events/events-under-test';

let events: EventsUnderTest;
beforeEach(async () => {
  events = await eventsUnderTest();
  await events.applyPolicy();
});
afterEach(stopAll);

const sweep = () => sweepGroups(events.ports)(contextOf(events.log));
const said = () => events.bus.said.map(({ hint }) => [hint.id, hint.seen?.[0]?.fact]);
const invite = async () => (await events.tenant.control.invite({ mail: 'ada@contoso.com' })).id;

describe('sweepGroups', () => {
  it('finds who joined and who left a group that a policy names', async () => {
    const ada = await invite();
    await sweep();
    await events.advance(10);
    await events.tenant.control.addMember({ group: ELIGIBLE, member: ada });
    await sweep();
    await events.advance(10);
    await events.tenant.control.removeMember({ group: ELIGIBLE, member: ada });
    await sweep();
    expect(said()).toEqual([
      [ada, 'joined'],
      [ada, 'left'],
    ]);
  });

  it('hints every member at the first round, for a policy may be newer than a membership', async () => {
    const ada = await invite();
    await events.tenant.control.addMember({ group: ELIGIBLE, member: ada });
    await sweep();
    expect(said()).toEqual([[ada, undefined]]);
  });

  it('takes a group that is gone for trouble, hints nobody, and reads it whole when it is back', async () => {
    const ada = await invite();
    await events.tenant.control.addMember({ group: ELIGIBLE, member: ada });
    await sweep();
    const before = events.bus.said.length;
    await events.tenant.control.deleteGroup({ group: ELIGIBLE });
    await events.advance(10);
    for (let tick = 0; tick < 3; tick += 1) await sweep();
    expect(events.bus.said).toHaveLength(before);
    expect((await events.ports.failures.list()).map(({ code }) => code)).toEqual(['not-found']);
    await events.tenant.control.restoreGroup({ group: ELIGIBLE });
    await events.advance(10);
    await sweep();
    expect(events.bus.said.slice(before).map(({ hint }) => hint.id)).toEqual([ada]);
    expect(await events.ports.failures.list()).toEqual([]);
  });

  it('lets trouble with one group hold no other up', async () => {
    const ada = await invite();
    const { groupChanges } = events.ports;
    const broken = {
      ...groupChanges,
      first: (group: ReturnType<typeof groupId>) =>
        group === ELIGIBLE ? groupChanges.first(group) : Promise.reject(new Error('busy')),
    };
    await events.tenant.control.addMember({ group: ELIGIBLE, member: ada });
    await sweepGroups({ ...events.ports, groupChanges: broken })(contextOf(events.log));
    expect(said()).toEqual([[ada, undefined]]);
    expect(events.log.join('\n')).toContain('could not be swept');
  });
});

describe('withKnownGroups', () => {
  it('does not take a deleted group for one that everybody left', async () => {
    const ada = guestId(await invite());
    const directory = withKnownGroups(events.ports.directory, events.ports.groups);
    expect(await directory.readMemberships(ada, [groupId(ELIGIBLE)])).toEqual([]);
    await events.tenant.control.addMember({ group: ELIGIBLE, member: ada });
    await events.tenant.control.deleteGroup({ group: ELIGIBLE });
    await events.advance(5);
    const read = directory.readMemberships(ada, [groupId(ELIGIBLE)]);
    await expect(read).rejects.toMatchObject({ code: 'not-found' });
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkGroups } from '../../../functions/schedules/check-groups';
import { sweepPartners } from '../../../functions/schedules/sweep-partners';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import { ACCESS, ELIGIBLE } from '../../local/tenant/tenant-under-test';
import { guid, subject, subjectRow } from '../../shared/state/builders';
import { contextOf, eventsUnderTest, stopAll, type EventsUnderTest } from '../events/events-under-test';

let events: EventsUnderTest;
beforeEach(async () => {
  events = await eventsUnderTest();
});
afterEach(stopAll);

const findings = async () => (await events.ports.failures.list()).map(({ code }) => code).sort();

describe('sweepPartners', () => {
  beforeEach(() => events.applyPolicy());
  const poll = (changes: object = {}) =>
    sweepPartners({
      ...events.ports,
      partnerSettings: { ...events.ports.partnerSettings, ...changes },
    })(contextOf(events.log));
  const silent = { removalsSince: () => Promise.resolve([]) };

  it('takes an entry that is missing twice for a partner event, and says it once', async () => {
    await poll();
    await events.tenant.control.removePartnerConfig({ partner: 'contoso' });
    await poll(silent);
    expect(await findings()).toEqual([]);
    for (let tick = 0; tick < 3; tick += 1) await poll(silent);
    expect(await findings()).toEqual(['partner-left']);
    expect(events.log.filter((line) => line.includes('may have gone'))).toHaveLength(1);
  });

  it('needs one look only where the audit log says that it was removed', async () => {
    await poll();
    await events.tenant.control.removePartnerConfig({ partner: 'contoso' });
    await events.advance(15);
    await poll();
    expect(await findings()).toEqual(['partner-left']);
  });

  it('says nothing of a partner that never had an entry, and nothing where the entry cannot be read', async () => {
    await poll({ crossTenantPartners: () => Promise.resolve([]) });
    await poll();
    for (let tick = 0; tick < 3; tick += 1)
      await poll({ crossTenantPartners: () => Promise.reject(new Error('forbidden')) });
    expect(await findings()).toEqual([]);
  });

  it('knows a connected organization by tenant or domain', async () => {
    const ours = [{ id: 'o', tenants: [], domains: ['contoso.com'] }];
    await poll({ connectedOrganizations: () => Promise.resolve(ours) });
    for (let tick = 0; tick < 2; tick += 1) await poll({ connectedOrganizations: () => Promise.resolve([]) });
    const [event] = await events.ports.failures.list();
    expect(event?.evidence).toMatchObject({ kind: 'connected-organization-removed' });
  });

  it('needs one look only where the audit log names the connected organization that was removed', async () => {
    const ours = [{ id: 'O-1', tenants: [], domains: ['contoso.com'] }];
    await poll({ connectedOrganizations: () => Promise.resolve(ours) });
    const line = { activity: 'connected-organization' as const, at: '', targets: ['o-1'] };
    const connectedOrganizations = () => Promise.resolve([]);
    await poll({ connectedOrganizations, removalsSince: () => Promise.resolve([line]) });
    expect(await findings()).toEqual(['partner-left']);
  });

  describe('and whether anybody is entitled any more', () => {
    const evidence = async () => (await events.ports.failures.list())[0]?.evidence;
    const entitle = async () => {
      const member = (await events.tenant.control.invite({ mail: 'ada@contoso.com' })).id;
      await events.tenant.control.addMember({ group: ELIGIBLE, member });
      await poll();
      return member;
    };

    it('takes an access package that ended, and so emptied its group, for a partner event', async () => {
      const member = await entitle();
      await events.tenant.control.removeMember({ group: ELIGIBLE, member });
      await poll();
      expect(await findings()).toEqual([]);
      await poll();
      expect(await evidence()).toMatchObject({ kind: 'entitlement-ended' });
    });

    it('takes neither a group that never had members, nor one that is gone, for such an end', async () => {
      for (let tick = 0; tick < 2; tick += 1) await poll();
      await entitle();
      await events.tenant.control.deleteGroup({ group: ELIGIBLE });
      await events.advance(5);
      for (let tick = 0; tick < 3; tick += 1) await poll();
      expect(await findings()).toEqual([]);
    });
  });
});

describe('checkGroups', () => {
  const check = () => checkGroups(events.ports)(contextOf(events.log));
  const invite = async (name: string) =>
    (await events.tenant.control.invite({ mail: `${name}@contoso.com` })).id;
  const row = (id: string, state: string) =>
    events.ports.subjects.insert(
      subjectRow(
        { kind: 'guest', id },
        { live: false, state, partner: 'contoso', detail: EMPTY_GUEST_RECORD },
      ),
    );
  const member = (id: string) => events.tenant.control.addMember({ group: ACCESS, member: id });

  it('finds nothing where the group is as the rows say, parked guests either way', async () => {
    await events.applyPolicy();
    const [ready, parked] = [await invite('ada'), await invite('ben')];
    await row(ready, 'ready');
    await row(parked, 'working');
    await member(ready);
    await check();
    expect(await findings()).toEqual([]);
    await member(parked);
    await check();
    expect(await findings()).toEqual([]);
  });

  it('finds who is a member unjustified and who vanished, repairs nothing unless told, and closes what is no longer so', async () => {
    await events.applyPolicy();
    const [ready, stranger] = [await invite('ada'), await invite('eve')];
    await row(ready, 'ready');
    await member(stranger);
    await check();
    expect(await findings()).toEqual(['unjustified-members', 'vanished-members']);
    expect(events.bus.said).toEqual([]);
    await member(ready);
    await events.tenant.control.removeMember({ group: ACCESS, member: stranger });
    await check();
    await check();
    expect(await findings()).toEqual([]);
    const closings = (await events.ports.audit.read(10)).filter(({ action }) => action === 'close-finding');
    expect(closings.map(({ detail }) => (detail as { code: string }).code).sort()).toEqual([
      'unjustified-members',
      'vanished-members',
    ]);
    expect(closings[0]?.reason).toBe('members and rows were compared and agree');
  });

  it('repairs where the policy says so, at most five a day', async () => {
    await events.applyPolicy({ onGroupDrift: 'repair' });
    for (let n = 0; n < 8; n += 1) await row(guid(n), 'ready');
    for (let hour = 0; hour < 3; hour += 1) await check();
    expect(new Set(events.bus.said.map(({ hint }) => hint.id)).size).toBe(5);
    expect(events.log.join('\n')).toContain('beyond the day');
    await events.advance(24 * 60);
    await check();
    expect(events.bus.said.length).toBe(10);
  });

  it('wishes an unjustified member out by the group’s own run', async () => {
    await events.applyPolicy({ onGroupDrift: 'repair' });
    const stranger = await invite('eve');
    await member(stranger);
    await check();
    expect(events.bus.said.map(({ hint }) => [hint.kind, hint.id])).toEqual([['group', ACCESS]]);
    const wishes = await events.ports.outbox.list(ACCESS as never);
    expect(wishes.map(({ value }) => [value.operation, value.member])).toEqual([['remove', stranger]]);
  });

  it('tells a group that is gone from one without members, and one that is back', async () => {
    await events.applyPolicy();
    await row(subject(1).id, 'ready');
    await events.tenant.control.deleteGroup({ group: ACCESS });
    await events.advance(5);
    await check();
    expect(await findings()).toEqual(['group-gone']);
    await events.tenant.control.restoreGroup({ group: ACCESS });
    await events.advance(5);
    await check();
    expect(await findings()).toEqual(['group-restored', 'vanished-members']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AdminPorts } from '../../../functions/admin/admin-deps';
import { createLiveGuests } from '../../../shared/clients/live-guests';
import { guestId } from '../../../shared/domain/ids';
import { memoryState } from '../../shared/state/on-both-adapters';
import { contosoPolicy } from '../../support/contoso-policy';
import { MemoryTenant } from '../../support/memory-tenant';
import { failure, guid, subject } from '../../shared/state/builders';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

const SETTINGS = { blockedGroup: null, excludedGroup: null, excludedIds: [] };
const PRINT = '1'.repeat(16);
const OPERATOR = ['Gatehouse.Operator'];
let api: AdminUnderTest;
let tenant: MemoryTenant;
beforeEach(async () => {
  tenant = new MemoryTenant(1);
  const state = memoryState();
  await state.partners.put(contosoPolicy(), undefined);
  const capabilities = tenant.capabilities(() => Date.now());
  const liveGuests = createLiveGuests({ ...state, ...capabilities, ...SETTINGS });
  const ports: Partial<AdminPorts> = { ...state, liveGuests };
  api = { ...(await adminUnderTest({ ports })), state };
});
afterEach(() => api.host.stop());

/** A guest of contoso, and that it is stuck. */
async function stuck(n: number, changes = {}): Promise<string> {
  const id = tenant.admit(n, Date.now());
  const of = { subject: subject(n), step: 'ensurePersonalHost', ...changes };
  await api.state.failures.open(failure(PRINT, `guest-${id}`, of));
  return id;
}
const plan = (of: object, roles = OPERATOR) => api.ask('POST', 'replays/plan', { roles, body: { of } });
const FINGERPRINT = { kind: 'fingerprint', fingerprint: PRINT };

describe('a replay', () => {
  it('of a cause is planned from the live tenant, frozen, audited, and changes nothing', async () => {
    const one = await stuck(1);
    await stuck(2);
    const drawn = await plan(FINGERPRINT);
    expect(drawn).toMatchObject({
      status: 201,
      body: {
        subjects: 2,
        // One host for two guests.
        blocked: 1,
        removing: 0,
        record: { kind: 'replay', state: 'proposed', needsApproval: false },
      },
    });
    expect(tenant.effects).toEqual([]);
    const { id, hash } = drawn.body['record'] as { id: string; hash: string };
    const shown = (await api.ask('GET', `replays/${id}`)).body as { plan: { subject: { id: string } }[] };
    expect(shown.plan.map(({ subject: of }) => of.id)).toEqual([one, guestId(guid(2))]);
    expect(await api.state.plans.names(id, subject(1))).toBe(true);
    expect((await api.ask('GET', 'replays')).body).toMatchObject({ replays: [{ id, hash }] });
    expect(await api.state.audit.read(1)).toMatchObject([
      { action: 'plan-replay', target: `failure/${PRINT}`, result: 'done' },
    ]);
  });

  it.each([
    ['one guest, stuck or not', () => ({ kind: 'guest', guest: guid(1) }), 1],
    ['one failure', () => ({ kind: 'failure', fingerprint: PRINT, key: `guest-${guid(2)}` }), 1],
    ['a partner', () => ({ kind: 'partner', partner: 'contoso' }), 2],
  ])('is planned for %s', async (_what, of, subjects) => {
    await stuck(1);
    await stuck(2);
    expect((await plan(of())).body).toMatchObject({ subjects });
  });

  it('needs an approval where more guests lose something than one person may take away', async () => {
    for (let n = 1; n <= 6; n += 1) {
      const id = await stuck(n, { step: 'removeMember' });
      tenant.group(contosoPolicy().accessGroup).add(id);
      tenant.users.set(guestId(id), { ...tenant.users.get(guestId(id))!, accountEnabled: false });
      await api.state.subjects.insert({
        v: 1,
        subject: subject(n),
        seq: 1,
        openSeq: 1,
        run: 3,
        live: false,
        token: 't',
        by: 'h',
        wakeAt: null,
        deadRuns: 0,
        state: 'removing',
        partner: 'contoso',
        detail: null,
      });
    }
    expect((await plan(FINGERPRINT)).body).toMatchObject({ removing: 6, record: { needsApproval: true } });
  });

  it.each([
    ['a cause nobody has', FINGERPRINT, 404],
    ['what is no fingerprint', { kind: 'fingerprint', fingerprint: '../plans' }, 400],
    ['a guest that is no id', { kind: 'guest', guest: '../../x' }, 400],
    ['a partner that cannot be', { kind: 'partner', partner: 'Contoso; drop' }, 400],
    ['a kind there is not', { kind: 'everybody' }, 400],
    ['a target with more to it', { ...FINGERPRINT, force: true }, 400],
  ])('is refused for %s, and no plan is kept', async (_what, of, status) => {
    expect(await plan(of)).toMatchObject({ status, body: { title: expect.any(String) } });
    expect(await api.state.plans.list()).toEqual([]);
  });

  it('is not planned by a reader', async () => {
    await stuck(1);
    expect(await plan(FINGERPRINT, ['Gatehouse.Reader'])).toMatchObject({ status: 403 });
    expect(await api.state.plans.list()).toEqual([]);
  });

  it('that is unknown is not shown', async () => {
    expect(await api.ask('GET', `replays/${guid(9)}`)).toMatchObject({ status: 404 });
    expect(await api.ask('GET', 'replays/..%2Fx')).toMatchObject({ status: 400 });
  });
});

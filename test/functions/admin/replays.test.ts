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
const HOST = 'ensurePersonalHost.host';
let api: AdminUnderTest;
let tenant: MemoryTenant;
beforeEach(async () => {
  tenant = new MemoryTenant(1);
  const state = memoryState();
  await state.partners.put(contosoPolicy(), undefined);
  const capabilities = tenant.capabilities(() => Date.now());
  const liveGuests = createLiveGuests({ ...state, ...capabilities, ...SETTINGS });
  const { desktops } = capabilities;
  const ports: Partial<AdminPorts> = { ...state, liveGuests, desktops };
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

describe('the run of a replay', () => {
  const why = { reason: 'two hosts were added' };
  let id: string;
  let hash: string;
  beforeEach(async () => {
    await stuck(1);
    const { record } = (await plan(FINGERPRINT)).body as { record: { id: string; hash: string } };
    [id, hash] = [record.id, record.hash];
  });
  const post = (verb: string, body: object, roles = OPERATOR, at = `replays/${id}`) =>
    api.ask('POST', `${at}/${verb}`, { roles, body });
  const state = async () => (await api.state.plans.read(id))?.value.state;

  it('is started once, and told in the audit with its reason and its hash', async () => {
    const body = { hash, ...why, ticket: 'CHG-7' };
    expect(await post('run', body)).toMatchObject({
      status: 200,
      body: { record: { state: 'running' }, outcome: null },
    });
    expect(await post('run', body)).toMatchObject({ status: 409, body: { code: 'already-started' } });
    expect(await api.ask('GET', `replays/${id}/progress`)).toMatchObject({
      status: 200,
      body: { record: { id, state: 'running' }, outcome: null },
    });
    const [refused, started] = await api.state.audit.read(2);
    expect(refused).toMatchObject({ action: 'run-plan', result: 'refused' });
    expect(started).toMatchObject({
      action: 'run-plan',
      plan: id,
      result: 'done',
      reason: why.reason,
      ticket: 'CHG-7',
      detail: { hash, inputs: [] },
    });
  });

  it.each([
    ['no reason', () => ({ hash }), 400, undefined],
    [
      'a reason that names a mail address',
      () => ({ hash, reason: 'asked by ada@contoso.com' }),
      400,
      undefined,
    ],
    ['what is no hash', () => ({ hash: '../plans', ...why }), 400, undefined],
    ['another plan’s hash', () => ({ hash: 'b'.repeat(64), ...why }), 409, 'other-hash'],
    ['more than is known', () => ({ hash, ...why, force: true }), 400, undefined],
    ['an input of no step', () => ({ hash, ...why, inputs: { 'ensureMember.group': 'x' } }), 400, undefined],
    ['an input that is a path', () => ({ hash, ...why, inputs: { [HOST]: '../../x' } }), 400, undefined],
    [
      'a host that is not there',
      () => ({ hash, ...why, inputs: { [HOST]: 'host-9' } }),
      409,
      'input-refused',
    ],
  ])('is refused for %s; nothing changes', async (_what, body, status, code) => {
    const answer = await post('run', body());
    expect(answer).toMatchObject({ status, body: { title: expect.any(String), detail: expect.any(String) } });
    expect(answer.body['code']).toBe(code);
    expect([await state(), tenant.effects]).toEqual(['proposed', []]);
  });

  it('says what can be given where what was given is unknown', async () => {
    const { body } = await post('run', { hash, ...why, inputs: { 'ensureMember.group': 'x' } });
    expect(body['detail']).toContain(
      'only these can be given: ensurePersonalHost.host, ensurePersonalHost.pool',
    );
    const free = await post('run', { hash, ...why, inputs: { [HOST]: 'host-9' } });
    expect(free.body['detail']).toContain('possible now: host-0');
  });

  it('takes the roles it names, and no less', async () => {
    for (const verb of ['run', 'pause', 'resume', 'stop'])
      expect(await post(verb, { hash, ...why }, ['Gatehouse.Reader'])).toMatchObject({ status: 403 });
    expect(await post('approve', { hash })).toMatchObject({ status: 403 });
    expect(await post('approve', { hash }, ['Gatehouse.Approver'])).toMatchObject({
      status: 409,
      body: { code: 'own-plan' },
    });
    expect(await state()).toBe('proposed');
  });

  it.each(['pause', 'resume'])('that did not start is not to be steered: %s', async (verb) => {
    expect(await post(verb, why)).toMatchObject({ status: 409, body: { code: 'not-running' } });
  });

  it('that expired is refused', async () => {
    const stored = (await api.state.plans.read(id))!;
    const expiresAt = new Date(Date.now() - 1000).toISOString();
    await api.state.plans.replace({ ...stored.value, expiresAt }, stored.etag);
    expect(await post('run', { hash, ...why })).toMatchObject({ status: 409, body: { code: 'expired' } });
  });

  it('that needs an approval is refused without one', async () => {
    const stored = (await api.state.plans.read(id))!;
    await api.state.plans.replace({ ...stored.value, needsApproval: true }, stored.etag);
    expect(await post('run', { hash, ...why })).toMatchObject({
      status: 409,
      body: { code: 'not-approved' },
    });
  });

  it.each(['run', 'approve', 'pause', 'resume', 'stop'])(
    'is not found where it is asked for as an offboarding: %s',
    async (verb) => {
      const roles = verb === 'approve' ? ['Gatehouse.Approver'] : OPERATOR;
      const body = verb === 'approve' ? { hash } : verb === 'run' ? { hash, ...why } : why;
      expect(await post(verb, body, roles, `offboarding-plans/${id}`)).toMatchObject({ status: 404 });
      expect(await post(verb, body, roles, `replays/${guid(9)}`)).toMatchObject({ status: 404 });
      expect(await state()).toBe('proposed');
    },
  );
});

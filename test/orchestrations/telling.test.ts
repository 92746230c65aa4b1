import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guestId } from '../../shared/domain/ids';
import { CONTOSO_TENANT, contosoPolicy, ELIGIBLE_GROUP, type PolicyChanges } from '../support/contoso-policy';
import { MemoryTenant } from '../support/memory-tenant';
import { productUnderTest, type ProductUnderTest } from '../support/product-under-test';
import { guid } from '../shared/state/builders';

const START = Date.parse('2026-03-02T08:00:00Z');
const DAY_SECONDS = 24 * 3600;
const SPONSOR = guid(9, 'b');
const told = { notices: { guest: 'mail', sponsor: 'mail' }, sponsor: SPONSOR };
let tenant: MemoryTenant;
let product: ProductUnderTest;

beforeEach(async () => {
  tenant = new MemoryTenant(1);
  product = await productUnderTest({
    capabilities: (now) => tenant.capabilities(now),
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: null },
    startMs: START,
    hasGuards: false,
  });
});
afterEach(() => product.stop());

async function apply(changes: PolicyChanges = told): Promise<void> {
  const { partners } = product.ports;
  const policy = contosoPolicy(changes);
  await partners.put(policy, (await partners.read(policy.partner))?.etag);
}

/** An entitled guest who was invited now and has not accepted. */
function invite(n: number): string {
  const id = guestId(tenant.admit(n, START));
  const user = tenant.users.get(id)!;
  const at = new Date(product.host.clock.now()).toISOString();
  tenant.users.set(id, { ...user, externalUserState: 'PendingAcceptance', externalUserStateChangedAt: at });
  return id;
}

const notices = async () => {
  const page = await product.ports.noticeOutbox.page({}, undefined, 99);
  return page
    .map(({ notice }) => notice)
    .sort((a, b) => a.recordedAt.localeCompare(b.recordedAt) || a.kind.localeCompare(b.kind));
};
const kinds = async () => (await notices()).map(({ kind }) => kind);
const days = async () =>
  (await notices()).map(
    ({ kind, recordedAt }) => `${kind} ${(Date.parse(recordedAt) - START) / (DAY_SECONDS * 1000)}`,
  );

describe('a guest who is ready', () => {
  it('leaves a welcome and word for its sponsor, once, however often it is looked at', async () => {
    await apply();
    const ada = tenant.admit(1, START);
    await product.hint(ada);
    await product.advance(60);
    expect((await product.guest(ada)).state).toBe('ready');
    await product.hint(ada);
    await product.advance(60);
    const [welcome, ready, ...others] = await notices();
    expect(others).toEqual([]);
    expect(welcome).toMatchObject({
      kind: 'guest-welcome',
      to: ada,
      channel: 'mail',
      dueAt: welcome?.recordedAt,
    });
    expect(ready).toMatchObject({ kind: 'sponsor-ready', to: SPONSOR, dueAt: '2026-03-03T06:00:00.000Z' });
  });

  it('is told nothing where the policy tells nobody, and no step is spent on it', async () => {
    await apply({});
    const ada = tenant.admit(1, START);
    await product.hint(ada);
    await product.advance(60);
    expect(await kinds()).toEqual([]);
    expect((await product.story(ada)).join()).not.toContain('recordNotices');
  });

  it('has its welcome recorded once where the run dies right after', async () => {
    await apply();
    const ada = tenant.admit(1, START);
    const add = product.ports.noticeOutbox.add.bind(product.ports.noticeOutbox);
    let isToDie = true;
    product.ports.noticeOutbox.add = async (notice) => {
      const answer = await add(notice);
      if (isToDie) throw new Error(`killed ${String((isToDie = false))}`);
      return answer;
    };
    await product.hint(ada);
    await product.advance(300);
    expect((await product.guest(ada)).state).toBe('ready');
    expect(await kinds()).toEqual(['guest-welcome', 'sponsor-ready']);
  });

  it('is answered for by whom the invitation names, before the policy', async () => {
    await apply();
    const ada = guestId(tenant.admit(1, START));
    const mark = { guest: ada, invitedBy: SPONSOR, sponsor: guid(8, 'b'), at: '', language: null };
    await product.ports.invitedGuests.record(mark);
    await product.hint(ada);
    await product.advance(60);
    expect((await notices()).map(({ to }) => to)).toEqual([ada, guid(8, 'b')]);
  });
});

describe('a guest for whom nothing may be written', () => {
  it.each([
    ['observe', { ...told, mode: { kind: 'observe' } }],
    ['not in the pilot', { ...told, mode: { kind: 'pilot', guests: [] } }],
  ])('(%s) gives rise to no word in a month', async (_what, changes) => {
    await apply(changes);
    await product.hint(invite(1));
    await product.hint(tenant.admit(2, START));
    await product.advance(31 * DAY_SECONDS);
    expect(await notices()).toEqual([]);
  });
});

describe('a guest who is held', () => {
  it('is told of to the sponsor at once, once for each cause', async () => {
    await apply();
    const [ada, ben] = [tenant.admit(1, START), tenant.admit(2, START)];
    await product.hint(ada);
    await product.advance(60);
    await product.hint(ben);
    await product.advance(5 * 3600);
    expect((await product.guest(ben)).reason?.code).toBe('no-free-host');
    const held = (await notices()).filter(({ kind }) => kind === 'sponsor-held');
    expect(held).toMatchObject([{ guest: ben, to: SPONSOR, occasion: 'no-free-host' }]);
    expect(held[0]?.dueAt).toBe(held[0]?.recordedAt);
  });
});

describe('an invitation nobody accepts', () => {
  it('is reminded of on day 3 and 10, told of on day 20, and over after that', async () => {
    await apply();
    await product.hint(invite(1));
    await product.advance(60 * DAY_SECONDS);
    expect(await days()).toEqual([
      'sponsor-invited 0',
      'guest-reminder 3',
      'guest-reminder 10',
      'sponsor-waiting 20',
    ]);
    expect(tenant.effects).toEqual([]);
  });

  it('that is accepted is reminded of no more', async () => {
    await apply();
    const ada = guestId(invite(1));
    await product.hint(ada);
    await product.advance(5 * DAY_SECONDS);
    const at = new Date(product.host.clock.now()).toISOString();
    tenant.users.set(ada, {
      ...tenant.users.get(ada)!,
      externalUserState: 'Accepted',
      externalUserStateChangedAt: at,
    });
    await product.hint(ada);
    await product.advance(30 * DAY_SECONDS);
    expect(await kinds()).toEqual(['sponsor-invited', 'guest-reminder', 'guest-welcome', 'sponsor-ready']);
  });

  it('runs out after the policy’s days: nothing was given, so nothing is taken, and the sponsor is told', async () => {
    await apply({ ...told, expireAfterDays: 30 });
    const ada = invite(1);
    await product.hint(ada);
    await product.advance(40 * DAY_SECONDS);
    expect(await product.guest(ada)).toMatchObject({
      state: 'ignored',
      reason: { code: 'invitation-expired' },
      wakeAt: null,
    });
    expect((await days()).at(-1)).toBe('sponsor-expired 30');
    expect(tenant.effects).toEqual([]);
  });

  it('that runs out may still be accepted', async () => {
    await apply({ ...told, expireAfterDays: 5 });
    const ada = guestId(invite(1));
    await product.hint(ada);
    await product.advance(6 * DAY_SECONDS);
    tenant.users.set(ada, { ...tenant.users.get(ada)!, externalUserState: 'Accepted' });
    await product.hint(ada);
    await product.advance(60);
    expect((await product.guest(ada)).state).toBe('ready');
  });
});

describe('a guest whose redemption was reset', () => {
  it('loses what it had when the new invitation runs out, and keeps the account', async () => {
    const account = { rule: 'delete-after-days', days: 1 };
    await apply({ ...told, expireAfterDays: 5, account });
    const ada = guestId(tenant.admit(1, START));
    await product.hint(ada);
    await product.advance(60);
    const at = new Date(product.host.clock.now()).toISOString();
    const reset = { externalUserState: 'PendingAcceptance', externalUserStateChangedAt: at };
    tenant.users.set(ada, { ...tenant.users.get(ada)!, ...reset });
    await product.hint(ada);
    await product.advance(10 * DAY_SECONDS);
    const guest = await product.guest(ada);
    expect(guest).toMatchObject({
      state: 'removed',
      removal: { because: 'invitation-expired', deleteAccountAt: null },
    });
    expect(tenant.users.get(ada)?.accountEnabled).toBe(true);
    expect(tenant.hosts[0]?.assignedUser).toBeNull();
    expect((await kinds()).filter((kind) => kind.startsWith('sponsor-'))).toEqual([
      'sponsor-ready',
      'sponsor-invited',
      'sponsor-expired',
    ]);
  });
});

describe('a guest who is offboarded', () => {
  it('is told of to the sponsor once it was read back that nothing is left', async () => {
    await apply();
    const ada = tenant.admit(1, START);
    await product.hint(ada);
    await product.advance(60);
    tenant.group(ELIGIBLE_GROUP).delete(ada);
    await product.hint(ada);
    await product.advance(3600);
    expect((await product.guest(ada)).state).toBe('removed');
    expect((await kinds()).at(-1)).toBe('sponsor-offboarded');
  });

  it('is told of too where it left the directory', async () => {
    await apply();
    const ada = guestId(tenant.admit(1, START));
    await product.hint(ada);
    await product.advance(60);
    tenant.users.delete(ada);
    await product.hint(ada);
    await product.advance(3600);
    expect((await product.guest(ada)).state).toBe('removed');
    expect((await kinds()).at(-1)).toBe('sponsor-offboarded');
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readinessSentence } from '../../shared/domain/guest-record';
import { guestId } from '../../shared/domain/ids';
import {
  ACCESS_GROUP,
  CLOUD_PC_GROUP,
  CONTOSO_TENANT,
  contosoPolicy,
  type PolicyChanges,
} from '../support/contoso-policy';
import { MemoryTenant } from '../support/memory-tenant';
import { productUnderTest, type Capabilities, type ProductUnderTest } from '../support/product-under-test';

const START = Date.parse('2026-03-02T08:00:00Z');
const HOUR_SECONDS = 3600;
let tenant: MemoryTenant;
let product: ProductUnderTest;
/** What a test has the tenant answer otherwise. */
let spoil: (all: Capabilities) => Partial<Capabilities>;

beforeEach(async () => {
  tenant = new MemoryTenant(2);
  spoil = () => ({});
  product = await productUnderTest({
    capabilities: (now) => {
      const all = tenant.capabilities(now);
      return { ...all, ...lateBound(all) };
    },
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: null },
    startMs: START,
    hasGuards: false,
  });
  await apply();
});
afterEach(() => product.stop());

/** Capabilities whose answers a test may change after the product was started. */
function lateBound(all: Capabilities): Partial<Capabilities> {
  const late = <K extends keyof Capabilities>(name: K): Capabilities[K] =>
    new Proxy(all[name], {
      get: (target, method) => Reflect.get({ ...target, ...(spoil(all)[name] ?? {}) }, method) as unknown,
    });
  return {
    groups: late('groups'),
    licences: late('licences'),
    cloudPcs: late('cloudPcs'),
    desktops: late('desktops'),
  };
}

async function apply(changes: PolicyChanges = {}): Promise<void> {
  const { partners } = product.ports;
  const policy = contosoPolicy(changes);
  await partners.put(policy, (await partners.read(policy.partner))?.etag);
}

async function look(n: number, wants: { cloudPc?: boolean } = {}): Promise<string> {
  const guest = tenant.admit(n, product.host.clock.now(), wants);
  await product.hint(guest);
  return guest;
}

describe('an access group', () => {
  it.each([
    ['dynamic', { isDynamic: true }, /a rule decides who is in it/],
    ['synchronised', { isSynchronised: true }, /changed only there/],
    ['role-assignable', { isRoleAssignable: true }, /should not be able to/],
  ])('that has become %s holds its guests before anything is written', async (_how, traits, why) => {
    tenant.traits.set(ACCESS_GROUP, traits);
    const ada = await look(1);
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({
      state: 'held',
      reason: { code: 'group-unusable', message: expect.stringMatching(why) },
    });
    expect(await product.failures()).toEqual([
      { flow: 'guest', step: 'readPreparation', code: 'group-unusable' },
    ]);
    expect(tenant.effects).toEqual([]);
    tenant.traits.clear();
    await product.advance(HOUR_SECONDS + 60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(await product.failures()).toEqual([]);
  });

  it('that was deleted holds them too, and takes nothing from whoever is ready', async () => {
    const ada = await look(1);
    await product.advance(60);
    spoil = () => ({ groups: { traitsOf: async () => undefined } as never });
    const effects = tenant.effects.length;
    await product.advance(120);
    await product.hint(ada);
    const ben = await look(2);
    await product.advance(60);
    for (const guest of [ada, ben])
      expect(await product.guest(guest)).toMatchObject({ state: 'held', reason: { code: 'not-found' } });
    expect(tenant.effects).toHaveLength(effects);
    expect(tenant.group(ACCESS_GROUP).has(ada)).toBe(true);
  });

  it('is read once for all guests who come at once', async () => {
    let reads = 0;
    spoil = ({ groups }) => ({
      groups: { traitsOf: async (id: never) => ((reads += 1), groups.traitsOf(id)) } as never,
    });
    const guests = [1, 2].map((n) => tenant.admit(n, product.host.clock.now()));
    for (const guest of guests) await product.hint(guest);
    expect(reads).toBe(1);
  });
});

describe('a Cloud PC', () => {
  it('for which the group’s licence could not be given is held with the error that Graph names', async () => {
    const error = { sku: 'w365', group: CLOUD_PC_GROUP, state: 'Error', error: 'CountViolation' };
    spoil = () => ({
      licences: { listStatesOf: async () => [error] } as never,
      cloudPcs: { findCloudPcs: async () => [] } as never,
    });
    const ben = await look(1, { cloudPc: true });
    await product.advance(180);
    expect(await product.guest(ben)).toMatchObject({
      state: 'held',
      reason: { code: 'licence-missing', message: expect.stringMatching(/CountViolation, no unit is free/) },
      wakeAt: expect.any(String),
    });
    spoil = () => ({});
    await product.advance(2 * HOUR_SECONDS);
    expect(await product.guest(ben)).toMatchObject({ state: 'ready' });
  });

  it('without a free unit is told to the sponsor before the guest accepts', async () => {
    spoil = () => ({ licences: { listUnits: async () => [{ sku: 'w365', bought: 3, used: 3 }] } as never });
    const ben = tenant.admit(1, product.host.clock.now(), { cloudPc: true });
    const user = tenant.users.get(guestId(ben))!;
    tenant.users.set(user.id, { ...user, externalUserState: 'PendingAcceptance' });
    await product.hint(ben);
    expect(readinessSentence((await product.guest(ben)).checks)).toBe(
      'not ready on acceptance: 3 of 3 units of licence w365 are in use',
    );
  });

  it('whose provisioning failed holds the guest with what the service said, and its later success lets it in', async () => {
    const failed = { id: 'pc-1', status: 'failed', statusDetail: 'noCapacity', managedDeviceId: null };
    spoil = () => ({ cloudPcs: { findCloudPcs: async () => [failed] } as never });
    const ben = await look(1, { cloudPc: true });
    await product.advance(60);
    expect(await product.guest(ben)).toMatchObject({ state: 'held', reason: { code: 'cloud-pc-failed' } });
    expect(await product.failures()).toEqual([
      { flow: 'guest', step: 'readCloudPc', code: 'cloud-pc-failed' },
    ]);
    spoil = () => ({});
    await product.advance(2 * HOUR_SECONDS);
    expect(await product.guest(ben)).toMatchObject({ state: 'ready', desktop: { kind: 'windows-365' } });
    expect(await product.failures()).toEqual([]);
  });
});

describe('a personal pool that assigns by itself', () => {
  beforeEach(() => {
    spoil = ({ desktops }) => ({
      desktops: {
        readHostPool: async (id: string) => ({
          ...(await desktops.readHostPool(id)),
          assignmentType: 'Automatic',
        }),
      } as never,
    });
  });

  it('gives the guest a host before its first connection', async () => {
    const ada = await look(1);
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(tenant.effects.filter((effect) => effect.startsWith('assign'))).toHaveLength(1);
  });

  it('leaves the guest the host it got by connecting', async () => {
    const own = tenant.hosts[1]!;
    const ada = tenant.admit(1, product.host.clock.now());
    own.assignedUser = `${ada}@tenant`;
    await product.hint(ada);
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready', desktop: { name: own.name } });
    expect(tenant.effects.filter((effect) => effect.startsWith('assign'))).toEqual([]);
  });
});

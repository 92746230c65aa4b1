import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EMPTY_GUEST_RECORD } from '../../shared/domain/guest-record';
import { freshRow } from '../../shared/domain/subject-row';
import { CONTOSO_TENANT, contosoPolicy, type PolicyChanges } from '../support/contoso-policy';
import { MemoryTenant } from '../support/memory-tenant';
import { productUnderTest, type ProductUnderTest } from '../support/product-under-test';

const START = Date.parse('2026-03-02T08:00:00Z');
const DAY_SECONDS = 24 * 3600;
let tenant: MemoryTenant;
let product: ProductUnderTest;

beforeEach(async () => {
  tenant = new MemoryTenant(2);
  product = await productUnderTest({
    capabilities: (now) => tenant.capabilities(now),
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: null },
    startMs: START,
    hasGuards: false,
  });
});
afterEach(() => product.stop());

async function apply(changes: PolicyChanges): Promise<void> {
  const { partners } = product.ports;
  const policy = contosoPolicy(changes);
  await partners.put(policy, (await partners.read(policy.partner))?.etag);
}

/** As the first sweep leaves whom it finds. */
async function wasHere(n: number): Promise<string> {
  const id = tenant.admit(n, START);
  const detail = { ...EMPTY_GUEST_RECORD, existedBefore: true };
  await product.ports.subjects.insert({ ...freshRow({ kind: 'guest', id }), state: 'observed', detail });
  return id;
}

describe('a tenant that is only observed', () => {
  it('is not written to in a week with a hundred events', async () => {
    await apply({ mode: { kind: 'observe' } });
    for (let day = 0; day < 7; day += 1) {
      for (let n = 1; n <= 15; n += 1) {
        const id = tenant.admit(n, START);
        if ((day + n) % 4 === 0) tenant.users.delete(id as never);
        await product.hint(id);
      }
      await product.advance(DAY_SECONDS);
    }
    expect(tenant.effects).toEqual([]);
  });
});

describe('a partner whose mode is set back while runs are under way', () => {
  it('is not written to again: each run stops before its next write, and its guest says why', async () => {
    await apply({ mode: { kind: 'enforce' } });
    tenant.durations.installSeconds = 600;
    const guests = [
      tenant.admit(1, START),
      tenant.admit(2, START),
      tenant.admit(3, START, { cloudPc: true }),
    ];
    for (const guest of guests) await product.hint(guest);
    await product.advance(20);
    const before = [...tenant.effects];
    expect(before.filter((what) => what.startsWith('install'))).toHaveLength(2);
    await apply({ mode: { kind: 'observe' } });
    const late = tenant.admit(4, START);
    await product.hint(late);
    await product.advance(3 * 3600);
    // The command that is on the machine is ours to clear away; nothing else is touched.
    expect(tenant.effects.filter((what) => !what.startsWith('clear'))).toEqual(before);
    const saysSo = { message: expect.stringContaining('the partner’s mode is observe') };
    for (const guest of [...guests, late])
      expect(await product.guest(guest)).toMatchObject({ reason: saysSo });
    // A step of the mode has every guest looked at again: then none is held any more.
    for (const guest of guests) await product.hint(guest);
    await product.advance(120);
    for (const guest of guests)
      expect(await product.guest(guest)).toMatchObject({ state: 'observed', reason: { code: 'observe' } });
    expect(await product.failures()).toEqual([]);
  });
});

describe('a guest who was here before', () => {
  const enforce = { mode: { kind: 'enforce' } };

  it('is left alone by new-only, and taken in by all', async () => {
    await apply(enforce);
    const ada = await wasHere(1);
    await product.hint(ada);
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({
      state: 'observed',
      reason: { code: 'existed-before' },
      existedBefore: true,
      homeDomain: 'contoso.com',
    });
    expect(tenant.effects).toEqual([]);
    await apply({ ...enforce, enrol: { rule: 'all' } });
    await product.hint(ada);
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready', existedBefore: true });
  });

  it('is taken in where the policy lists it, and only then', async () => {
    const [ada, ben] = [await wasHere(1), await wasHere(2)];
    await apply({ ...enforce, enrol: { rule: 'listed', guests: [ada] } });
    await product.hint(ada);
    await product.hint(ben);
    await product.advance(60);
    expect((await product.guest(ada)).state).toBe('ready');
    expect((await product.guest(ben)).state).toBe('observed');
  });
});

import { InvocationContext } from '@azure/functions';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readSignIns } from '../../../functions/schedules/read-sign-ins';
import { guestId, tenantId, type TenantId } from '../../../shared/domain/ids';
import type { SeenSignIn } from '../../../shared/domain/sign-in-proof';
import { guid } from '../../shared/state/builders';
import { ACCESS_GROUP, CONTOSO_TENANT, contosoPolicy } from '../../support/contoso-policy';
import { MemoryTenant } from '../../support/memory-tenant';
import { productUnderTest, type ProductUnderTest } from '../../support/product-under-test';
import { unreadSignIns } from '../../support/unread-sign-ins';

const START = Date.parse('2026-03-02T08:00:00Z');
const ELSEWHERE = tenantId(guid(9, 'e'));
let tenant: MemoryTenant;
let product: ProductUnderTest;
/** What the log holds; undefined = it cannot be read. */
let log: SeenSignIn[] | undefined;
let asked: string[];

beforeEach(async () => {
  tenant = new MemoryTenant(3);
  [log, asked] = [[], []];
  product = await productUnderTest({
    capabilities: (now) => ({
      ...tenant.capabilities(now),
      signIns: {
        ...unreadSignIns,
        listSince: async (since) => {
          asked.push(since);
          return log && { signIns: log.filter(({ at }) => at >= since), isComplete: true };
        },
      },
    }),
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: null },
    startMs: START,
    hasGuards: false,
  });
  await product.ports.partners.put(contosoPolicy(), undefined);
});
afterEach(() => product.stop());

const now = () => new Date(product.host.clock.now()).toISOString();
const tick = () =>
  readSignIns(product.ports)(
    new InvocationContext({ functionName: 'readSignIns', logHandler: () => undefined }),
  );

async function ready(...numbers: number[]): Promise<string[]> {
  const guests = numbers.map((n) => tenant.admit(n, product.host.clock.now()));
  for (const guest of guests) await product.hint(guest);
  await product.advance(60);
  return guests;
}
const signIn = (guest: string, homeTenant: TenantId = CONTOSO_TENANT, at = now()) =>
  log?.push({ guest: guestId(guest), homeTenant, at });
const proofs = async (guests: readonly string[]) =>
  Promise.all(guests.map(async (guest) => (await product.guest(guest)).identityProof));

describe('the sign-in log, read for many', () => {
  it('proves all who signed in from the partner, with one question and without a run', async () => {
    const guests = await ready(1, 2, 3);
    expect(await proofs(guests)).toEqual(['consistent', 'consistent', 'consistent']);
    for (const guest of guests.slice(0, 2)) signIn(guest);
    await tick();
    expect(asked).toHaveLength(1);
    expect(await proofs(guests)).toEqual(['proven', 'proven', 'consistent']);
    const first = await product.guest(guests[0]!);
    expect(first.runs).toBe(1);
    expect(first.checks.find(({ check }) => check === 'identity')?.observed).toContain('out of the partner');
    expect(await product.story(guests[0]!)).toContain('readSignIns done proven');
    // The next look asks nobody and keeps the proof.
    await product.hint(guests[0]!);
    await product.advance(60);
    expect(await proofs(guests.slice(0, 1))).toEqual(['proven']);
  });

  it('has the run judge a sign-in from elsewhere, which takes the access away', async () => {
    const [ada] = (await ready(1)) as [string];
    signIn(ada, ELSEWHERE);
    await tick();
    await product.settle();
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'held', reason: { code: 'identity-mismatch' } });
    expect(tenant.group(ACCESS_GROUP).has(ada)).toBe(false);
  });

  it('from elsewhere says nothing of an identity that has no home tenant', async () => {
    const { partners } = product.ports;
    const policy = contosoPolicy({ identityProviders: ['entra', 'social'] });
    await partners.put(policy, (await partners.read(policy.partner))?.etag);
    const id = tenant.admit(1, product.host.clock.now());
    tenant.users.set(guestId(id), { ...tenant.users.get(guestId(id))!, issuers: ['google.com'] });
    await product.hint(id);
    await product.advance(60);
    signIn(id, ELSEWHERE);
    for (let looks = 0; looks < 2; looks += 1) {
      await tick();
      await product.settle();
      await product.advance(60);
    }
    expect(await product.guest(id)).toMatchObject({ state: 'ready', identityProof: 'consistent', runs: 2 });
  });

  it('is not asked where nobody waits for a proof, and does not count a sign-in before the acceptance', async () => {
    await tick();
    expect(asked).toEqual([]);
    const [ada] = (await ready(1)) as [string];
    signIn(ada, CONTOSO_TENANT, new Date(START - 3_600_000).toISOString());
    await tick();
    expect(await proofs([ada])).toEqual(['consistent']);
  });

  it('that cannot be read leaves everybody as they are, and goes on from where it was read last', async () => {
    const guests = await ready(1, 2);
    signIn(guests[0]!);
    await tick();
    log = undefined;
    await product.advance(6 * 3600);
    await tick();
    expect(await proofs(guests)).toEqual(['proven', 'consistent']);
    log = [];
    await tick();
    expect(asked[2]).toBe(asked[1]);
  });
});

import { InvocationContext } from '@azure/functions';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rolloutRoutes } from '../../../functions/admin/rollout-routes';
import { watchRollouts } from '../../../functions/schedules/watch-rollouts';
import { SAMPLE_POLICY } from '../../../local/demo/sample-policy';
import type { RolloutView } from '../../../shared/domain/admin-api/rollout-view';
import { CONTOSO_TENANT, contosoPolicy } from '../../support/contoso-policy';
import { MemoryTenant } from '../../support/memory-tenant';
import { productUnderTest, type ProductUnderTest } from '../../support/product-under-test';
import { guid } from '../../shared/state/builders';

const [NEW, OLD] = ['2.25.0', '2.24.117'];
const DAY_SECONDS = 86_400;
const START = Date.parse('2026-03-02T08:00:00Z');
let tenant: MemoryTenant;
let product: ProductUnderTest;
let [ada, ben] = ['', ''];

beforeEach(async () => {
  tenant = new MemoryTenant(2);
  product = await productUnderTest({
    capabilities: (now) => tenant.capabilities(now),
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: null },
    startMs: START,
    hasGuards: false,
  });
  await apply(OLD);
  [ada, ben] = [tenant.admit(1, START), tenant.admit(2, START)];
  for (const guest of [ada, ben]) await product.hint(guest);
  await product.advance(60);
  await tick();
});
afterEach(() => product.stop());

async function apply(version: string): Promise<void> {
  const rings = [
    { name: 'first', guests: [guid(1)] },
    { name: 'all', percent: 100, after: 'P1D' },
  ];
  const { partners } = product.ports;
  const policy = contosoPolicy({ client: { ...SAMPLE_POLICY.client, version, rings } });
  await partners.put(policy, (await partners.read(policy.partner))?.etag);
}

async function tick(): Promise<void> {
  const context = new InvocationContext({ functionName: 'watchRollouts', logHandler: () => undefined });
  await watchRollouts(product.ports)(context);
  await product.advance(120);
}

/** Version proved on the host of each guest. */
const versions = async () => {
  const hosts = await product.ports.hosts.list();
  return [ada, ben].map(
    (guest) => hosts.find(({ lease }) => lease.kind === 'leased' && lease.guest === guest)?.proved?.version,
  );
};

async function rings(body?: object): Promise<RolloutView> {
  const [read, steer] = rolloutRoutes;
  const accepted = (body === undefined ? read : steer).accept({
    params: { partner: 'contoso' },
    query: new URLSearchParams(),
    body,
    caller: { kind: 'person', objectId: guid(9, 'e'), roles: [] },
    headers: new Headers(),
    now: product.ports.now(),
  });
  if ('errors' in accepted) throw new Error(JSON.stringify(accepted.errors));
  return ((await accepted.perform(product.ports)) as { body: RolloutView }).body;
}

describe('another client version of a policy with rings', () => {
  it('goes to the first ring, then to the rest a day later; a policy alone changes nobody', async () => {
    expect(await versions()).toEqual([OLD, OLD]);
    await apply(NEW);
    for (const guest of [ada, ben]) await product.hint(guest);
    await product.advance(60);
    expect(await versions()).toEqual([OLD, OLD]);
    await tick();
    expect(await versions()).toEqual([NEW, OLD]);
    await product.hint(ben);
    await tick();
    expect(await versions()).toEqual([NEW, OLD]);
    expect(await rings()).toMatchObject({
      target: NEW,
      previous: OLD,
      held: { because: expect.stringContaining('opens P1D after') },
      rings: [
        { name: 'first', proved: 1, failed: 0, pending: 0 },
        { name: 'all', openedAt: null, pending: 1 },
      ],
    });
    await product.advance(DAY_SECONDS);
    await tick();
    expect(await versions()).toEqual([NEW, NEW]);
    expect((await product.guest(ben)).state).toBe('ready');
  });

  it('stops while somebody has paused it, and goes on', async () => {
    await apply(NEW);
    await tick();
    expect(await rings({ do: 'pause', reason: 'slow sign-ins' })).toMatchObject({
      paused: { by: guid(9, 'e') },
    });
    await product.advance(2 * DAY_SECONDS);
    await tick();
    expect(await versions()).toEqual([NEW, OLD]);
    expect(await rings({ do: 'resume', reason: 'mended' })).toMatchObject({ paused: null, held: null });
    await tick();
    expect(await versions()).toEqual([NEW, NEW]);
  });
});

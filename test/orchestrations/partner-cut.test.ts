import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stopTenants } from '../local/tenant/tenant-under-test';
import { askRoute } from '../support/ask-route';
import { contoso, type Contoso } from '../support/contoso';

const PARTNER = { partner: 'contoso' };
const WHY = { reason: 'they have gone' };

let product: Contoso;
let guests: string[];

beforeAll(async () => {
  product = await contoso();
  guests = [await product.admit('ada'), await product.admit('ben')];
  for (const guest of guests) await product.hint(guest);
  await product.advance(180);
});
afterAll(async () => {
  await product.stop();
  await stopTenants();
});

/** What each guest is told who tries to open a desktop. */
async function triesToSignIn(): Promise<unknown[]> {
  const tries = guests.map((user) =>
    product.tenant.control.signInToDesktop({ user, hostPool: 'hp-contoso' }),
  );
  return Promise.all(tries);
}

const IN = { signedIn: true };
const OUT = { signedIn: false };

describe('a partner of the simulated tenant, whose Conditional Access blocks the blocked group', () => {
  it('signs in before the cut, is refused after its one write, and signs in again when the cut is taken back', async () => {
    expect(await triesToSignIn()).toMatchObject([IN, IN]);
    const ask = askRoute(product);
    product.writes.length = 0;
    await ask('askPartnerCut', PARTNER, WHY);
    await product.advance(5);
    expect(product.writes.filter((write) => write.includes('/members'))).toHaveLength(1);
    expect(await triesToSignIn()).toMatchObject([OUT, OUT]);
    expect(JSON.stringify(await triesToSignIn())).toContain('53003');
    expect((await product.tenant.control.listSessions({})).hosts).toEqual([]);
    await ask('askPartnerUncut', PARTNER, WHY);
    await product.advance(60);
    expect(await triesToSignIn()).toMatchObject([IN, IN]);
  });
});

import type { InvocationContext } from '@azure/functions';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sendNotices } from '../../functions/schedules/send-notices';
import { connectGraph } from '../../shared/clients/graph/connect-graph';
import { graphAddressees } from '../../shared/clients/graph/graph-addressees';
import { graphMailNotices } from '../../shared/clients/graph/graph-mail-notices';
import { readNoticeTexts, SHIPPED_TEXTS } from '../../shared/notices/read-notice-texts';
import { credentialOf, stopTenants } from '../local/tenant/tenant-under-test';
import { contoso, type Contoso } from '../support/contoso';

let product: Contoso;
let tick: () => Promise<void>;
const said: string[] = [];

beforeEach(async () => {
  product = await contoso();
  const piet = (await product.tenant.control.names({ kind: 'user' }))['piet'] ?? '';
  await product.applyPolicy({ notices: { guest: 'mail', sponsor: 'mail' }, sponsor: piet });
  const graph = connectGraph({ baseUrl: product.tenant.url, credential: credentialOf(product.tenant) });
  const say = (line: string) => void said.push(line);
  const send = sendNotices({
    ...product.ports,
    addressees: graphAddressees(graph),
    channels: { mail: graphMailNotices(graph, piet), webhook: null },
    permit: () => Promise.resolve(undefined),
    texts: readNoticeTexts(SHIPPED_TEXTS, 'en'),
    domain: 'woodgrove.com',
    alertHours: 4,
  });
  tick = () => send({ warn: say, error: say } as unknown as InvocationContext);
});
afterEach(async () => {
  await product.stop();
  await stopTenants();
});

const mailsTo = (to: string) => product.tenant.control.listMails({ to });
/** Ticks every five minutes. */
async function pass(minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 5) {
    await product.advance(300);
    await tick();
  }
}

describe('people of a guest who is let in', () => {
  it('are told once each, though the mail server was down for an hour, and no address is kept or logged', async () => {
    const ada = await product.admit('ada');
    await product.hint(ada);
    await product.advance(60);
    expect((await product.guest(ada)).state).toBe('ready');
    const { id } = await product.tenant.control.addFault({ path: '/v1.0/users/*/sendMail', status: 503 });
    await pass(60);
    expect(await product.tenant.control.listMails()).toEqual([]);
    await product.tenant.control.removeFault({ id });
    await pass(60);
    expect(await mailsTo('ada@contoso.com')).toMatchObject([
      { subject: 'Your desktop at woodgrove.com is ready', contentType: 'Text' },
    ]);
    // The digest is due at six in the morning.
    expect(await mailsTo('piet@woodgrove.com')).toEqual([]);
    await product.advance(24 * 3600);
    await tick();
    await tick();
    const [digest, ...others] = await mailsTo('piet@woodgrove.com');
    expect(others).toEqual([]);
    expect(digest?.body).toContain(`Ready: the desktop can be used:\n- ada, contoso`);
    const kept = JSON.stringify(await product.ports.noticeOutbox.page({}, undefined, 99));
    expect(`${kept} ${said.join(' ')}`).not.toMatch(/[^\s"]+@[^\s"]+/);
    expect(said.length).toBeGreaterThan(0);
  });
});

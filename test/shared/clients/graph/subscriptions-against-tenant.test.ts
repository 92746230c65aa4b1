import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tenant } from '../../../../local/tenant/tenant';
import { connectGraph } from '../../../../shared/clients/graph/connect-graph';
import { graphSubscriptions } from '../../../../shared/clients/graph/graph-subscriptions';
import type { Subscriptions } from '../../../../shared/clients/subscriptions';
import { credentialOf, onePartner, stopTenants } from '../../../local/tenant/tenant-under-test';
import { startWebhook, stopWebhooks, type Webhook } from '../../../local/tenant/webhook-under-test';

const HOUR_MS = 3_600_000;

let tenant: Tenant;
let webhook: Webhook;
let nowMs: number;
let subscriptions: Subscriptions;

beforeEach(async () => {
  tenant = await onePartner({ clock: 'virtual' });
  nowMs = Date.parse((await tenant.control.clock({})).now);
  webhook = await startWebhook();
  subscriptions = graphSubscriptions(connectGraph({ baseUrl: tenant.url, credential: credentialOf(tenant) }));
});
afterEach(async () => {
  await stopTenants();
  await stopWebhooks();
});

const inHours = (hours: number): string => new Date(nowMs + hours * HOUR_MS).toISOString();
const request = () => ({
  resource: 'users',
  changeType: 'updated,deleted',
  notificationUrl: webhook.url,
  lifecycleNotificationUrl: webhook.url,
  clientState: 'a-secret',
  expiresAt: inHours(24),
});

describe('graphSubscriptions at the simulated tenant', () => {
  it('creates one, finds it, and is told that one exists', async () => {
    const made = await subscriptions.create(request());
    expect(webhook.handshakes).not.toEqual([]);
    expect(await subscriptions.list()).toEqual([made]);
    await expect(subscriptions.create(request())).rejects.toMatchObject({ code: 'ambiguous' });
  });

  it('is refused where the endpoint fails the handshake, and shows no secret', async () => {
    webhook.answerHandshakeWith(() => ({ status: 500, type: 'text/plain', body: '' }));
    const failure: unknown = await subscriptions.create(request()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'rejected' });
    expect(String(failure)).not.toContain('a-secret');
  });

  it('tells one that is gone', async () => {
    const gone = subscriptions.renew('0d5c4b3a-0000-4000-8000-000000000001', inHours(24));
    await expect(gone).rejects.toMatchObject({ code: 'not-found' });
  });
});

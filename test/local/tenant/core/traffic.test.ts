import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { graphOf, onePartner, stopTenants } from '../tenant-under-test';
import { startWebhook, stopWebhooks } from '../webhook-under-test';

afterEach(async () => {
  await stopTenants();
  await stopWebhooks();
});

const FIELDS = [
  'time',
  'authority',
  'method',
  'url',
  'requestHeaders',
  'requestBody',
  'status',
  'responseHeaders',
  'responseBody',
];

describe('the traffic file', () => {
  it('has every exchange with exactly the agreed fields, and no token, secret or invitation link', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'traffic-'));
    const trafficFile = join(folder, 'deep', 'traffic.ndjson');
    const tenant = await onePartner({ trafficFile });
    const webhook = await startWebhook();
    const graph = graphOf(tenant);
    await graph.api('/subscriptions').post({
      changeType: 'updated',
      resource: '/users',
      notificationUrl: webhook.url,
      clientState: 'the-secret-state',
      expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const invited = (await graph.api('/invitations').post({
      invitedUserEmailAddress: 'anna@contoso.com',
      inviteRedirectUrl: 'https://myapps.microsoft.com',
    })) as { inviteRedeemUrl: string };
    await tenant.control.drainNotifications();
    await tenant.stop();
    const text = readFileSync(trafficFile, 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.every((line) => JSON.stringify(Object.keys(line)) === JSON.stringify(FIELDS))).toBe(true);
    expect(new Set(lines.map((line) => line['authority']))).toEqual(new Set(['login', 'graph', 'webhook']));
    expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/);
    for (const secret of ['development-secret-runtime', 'the-secret-state', invited.inviteRedeemUrl])
      expect(text).not.toContain(secret);
    rmSync(folder, { recursive: true });
  });
});

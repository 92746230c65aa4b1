import { afterEach, describe, expect, it } from '@jest/globals';
import { ACCESS, graphFetch, graphOf, onePartner, stopTenants } from '../tenant-under-test';
import { startWebhook, stopWebhooks, type Webhook } from '../webhook-under-test';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(async () => {
  await stopTenants();
  await stopWebhooks();
});

const DAY_MS = 86_400_000;

const wanted = (webhook: Webhook, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  changeType: 'updated,deleted',
  resource: '/users',
  notificationUrl: webhook.url,
  lifecycleNotificationUrl: webhook.url,
  clientState: 'secret-of-the-product',
  expirationDateTime: new Date(Date.now() + 7 * DAY_MS).toISOString(),
  ...more,
});

const post = (tenant: Tenant, body: unknown): Promise<Response> =>
  graphFetch(tenant, '/v1.0/subscriptions', { method: 'POST', body: JSON.stringify(body) });

describe('subscriptions', () => {
  it('asks both addresses for the token before it says 201', async () => {
    const [tenant, webhook] = [await onePartner(), await startWebhook()];
    const subscription = (await graphOf(tenant).api('/subscriptions').post(wanted(webhook))) as Record<
      string,
      unknown
    >;
    expect(subscription).toMatchObject({ resource: '/users', changeType: 'updated,deleted' });
    expect(webhook.handshakes).toHaveLength(2);
  });

  it.each([
    ['another body', (token: string) => ({ status: 200, type: 'text/plain', body: `${token}!` })],
    ['another type', (token: string) => ({ status: 200, type: 'application/json', body: token })],
    ['another status', (token: string) => ({ status: 202, type: 'text/plain', body: token })],
  ])('refuses an endpoint that answers the handshake with %s', async (_, answer) => {
    const [tenant, webhook] = [await onePartner(), await startWebhook()];
    webhook.answerHandshakeWith(answer);
    const refused = await post(tenant, wanted(webhook));
    expect(refused.status).toBe(400);
    expect(await tenant.control.listSubscriptions()).toEqual([]);
  });

  it('answers 409 with the id for the same resource and change type', async () => {
    const [tenant, webhook] = [await onePartner(), await startWebhook()];
    const { id } = (await (await post(tenant, wanted(webhook))).json()) as { id: string };
    const again = await post(tenant, wanted(webhook));
    expect(again.status).toBe(409);
    expect(JSON.stringify(await again.json())).toContain(id);
  });

  it('refuses a life of 29 days, changeType created and a stranger to this machine', async () => {
    const [tenant, webhook] = [await onePartner(), await startWebhook()];
    const long = wanted(webhook, {
      expirationDateTime: new Date(Date.now() + 29 * DAY_MS + 60_000).toISOString(),
    });
    const wrong = [
      long,
      wanted(webhook, { changeType: 'created' }),
      wanted(webhook, { notificationUrl: 'https://example.com/hook' }),
    ];
    for (const body of wrong) expect((await post(tenant, body)).status).toBe(400);
    expect(webhook.handshakes).toEqual([]);
  });

  it('tells of an invitation, its redemption, a disabling and a soft delete as updated, of a purge as deleted', async () => {
    const [tenant, webhook] = [await onePartner(), await startWebhook()];
    await post(tenant, wanted(webhook));
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.drainNotifications();
    expect(webhook.notices.length).toBe(2);
    await tenant.control.accept({ user: id });
    await tenant.control.disableUser({ user: id });
    await tenant.control.deleteUser({ user: id });
    await tenant.control.drainNotifications();
    expect(webhook.notices.length).toBe(5);
    expect(
      webhook.notices.every((notice) => notice.changeType === 'updated' && notice.resource === `Users/${id}`),
    ).toBe(true);
    expect(webhook.notices.every((notice) => notice.clientState === 'secret-of-the-product')).toBe(true);
    await tenant.control.purgeUser({ user: id });
    await tenant.control.drainNotifications();
    expect(webhook.notices.at(-1)).toMatchObject({ changeType: 'deleted', resource: `Users/${id}` });
  });

  it('tells of members that came and went', async () => {
    const [tenant, webhook] = [await onePartner(), await startWebhook()];
    await post(tenant, wanted(webhook, { resource: `/groups/${ACCESS}/members`, changeType: 'updated' }));
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.addMember({ group: ACCESS, member: id });
    await tenant.control.removeMember({ group: ACCESS, member: id });
    await tenant.control.drainNotifications();
    expect(webhook.notices.map((notice) => notice.resourceData?.['members@delta'])).toEqual([
      [{ id }],
      [{ id, '@removed': 'deleted' }],
    ]);
  });

  it('tries again with back-off until the endpoint takes the notice, and gives up after four hours', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const webhook = await startWebhook();
    const soon = (await tenant.control.clock()).now;
    await post(
      tenant,
      wanted(webhook, { expirationDateTime: new Date(Date.parse(soon) + DAY_MS).toISOString() }),
    );
    await tenant.control.setSwitch({ name: 'reauthorizePauses', value: false });
    webhook.answerWith(503);
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.drainNotifications();
    await tenant.control.advanceClock({ minutes: 2 });
    expect(webhook.posts()).toBeGreaterThan(2);
    webhook.answerWith(202);
    await tenant.control.advanceClock({ minutes: 10 });
    expect(webhook.notices.map((notice) => notice.resourceData?.id)).toContain(id);
    webhook.answerWith(500);
    await tenant.control.disableUser({ user: id });
    await tenant.control.advanceClock({ hours: 5 });
    // The change and the lifecycle notice that fell due meanwhile.
    expect(await tenant.control.notificationReport()).toMatchObject({ waiting: 0, givenUp: 2 });
  });

  it('asks to be authorized again before the token runs out, and holds notices back until it is', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const webhook = await startWebhook();
    const now = Date.parse((await tenant.control.clock()).now);
    const created = await post(
      tenant,
      wanted(webhook, { expirationDateTime: new Date(now + 5 * DAY_MS).toISOString() }),
    );
    const { id } = (await created.json()) as { id: string };
    await tenant.control.advanceClock({ minutes: 50 });
    expect(webhook.notices).toMatchObject([
      { lifecycleEvent: 'reauthorizationRequired', subscriptionId: id },
    ]);
    await tenant.control.advanceClock({ minutes: 11 });
    await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.drainNotifications();
    expect(webhook.notices).toHaveLength(1);
    await graphOf(tenant).api(`/subscriptions/${id}/reauthorize`).post({});
    await tenant.control.advanceClock({ minutes: 2 });
    expect(webhook.notices).toHaveLength(3);
  });

  it('ends without a word when it runs out', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const webhook = await startWebhook();
    const now = Date.parse((await tenant.control.clock()).now);
    await post(tenant, wanted(webhook, { expirationDateTime: new Date(now + 30 * 60_000).toISOString() }));
    await tenant.control.advanceClock({ hours: 1 });
    await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.drainNotifications();
    expect(webhook.notices).toEqual([]);
    expect(((await graphOf(tenant).api('/subscriptions').get()) as { value: unknown[] }).value).toEqual([]);
  });

  it('loses, doubles and holds back notices on demand', async () => {
    const [tenant, webhook] = [await onePartner(), await startWebhook()];
    await post(tenant, wanted(webhook));
    await tenant.control.setNotifications({ lossProbability: 1 });
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.setNotifications({ lossProbability: 0, duplicateProbability: 1, paused: true });
    await tenant.control.accept({ user: id });
    await tenant.control.drainNotifications();
    expect(webhook.notices).toEqual([]);
    await tenant.control.setNotifications({ paused: false });
    await tenant.control.drainNotifications();
    expect(webhook.notices).toHaveLength(2);
  });

  it('delivers a burst whole, in posts of several, a few at a time', async () => {
    const [tenant, webhook] = [await onePartner(), await startWebhook()];
    await post(tenant, wanted(webhook));
    await tenant.control.setNotifications({ paused: true });
    const ids: string[] = [];
    for (let at = 0; at < 300; at += 1)
      ids.push((await tenant.control.invite({ mail: `guest${at}@contoso.com` })).id);
    await tenant.control.setNotifications({ paused: false, shuffle: true });
    await tenant.control.drainNotifications();
    const told = webhook.notices.map((notice) => notice.resourceData?.id ?? '');
    expect(new Set(told)).toEqual(new Set(ids));
    expect(told).toHaveLength(600);
    expect(told).not.toEqual(ids.flatMap((id) => [id, id]));
    expect(webhook.posts()).toBe(30);
  });
});

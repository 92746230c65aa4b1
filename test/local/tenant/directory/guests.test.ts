import { afterEach, describe, expect, it } from '@jest/globals';
import { graphFetch, graphOf, onePartner, stopTenants } from '../tenant-under-test';

afterEach(stopTenants);

const invitation = (mail: string): Record<string, unknown> => ({
  invitedUserEmailAddress: mail,
  inviteRedirectUrl: 'https://myapps.microsoft.com',
});

describe('guests', () => {
  it('are invited through Graph, pending, with an #EXT# name, and accepted by whoever redeems', async () => {
    const tenant = await onePartner();
    const graph = graphOf(tenant);
    const invited = (await graph.api('/invitations').post(invitation('anna@contoso.com'))) as {
      status: string;
      inviteRedeemUrl: string;
      invitedUser: { id: string };
    };
    expect(invited.status).toBe('PendingAcceptance');
    expect(invited.inviteRedeemUrl).toMatch(/^https:/);
    const select = 'id,userPrincipalName,userType,creationType,externalUserState,identities';
    const path = `/users/${invited.invitedUser.id}`;
    expect(await graph.api(path).select(select).get()).toMatchObject({
      userPrincipalName: 'anna_contoso.com#EXT#@woodgrove.onmicrosoft.com',
      userType: 'Guest',
      creationType: 'Invitation',
      externalUserState: 'PendingAcceptance',
      identities: [{ issuer: 'woodgrove.onmicrosoft.com' }],
    });
    await tenant.control.accept({ user: 'anna@contoso.com' });
    const accepted = (await graph.api(path).select(select).get()) as { identities: { issuer: string }[] };
    expect(accepted).toMatchObject({ externalUserState: 'Accepted' });
    expect(accepted.identities[0]).toEqual({
      signInType: 'federated',
      issuer: 'ExternalAzureAD',
      issuerAssignedId: null,
    });
  });

  it('show externalUserState only when asked for it', async () => {
    const tenant = await onePartner();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    const user = (await graphOf(tenant).api(`/users/${id}`).get()) as Record<string, unknown>;
    expect(user).not.toHaveProperty('externalUserState');
    expect(user).toHaveProperty('displayName');
  });

  it('answer the mailbox of a one-time passcode as issuer mail', async () => {
    const tenant = await onePartner();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.accept({ user: id, provider: 'mail' });
    const user = (await graphOf(tenant).api(`/users/${id}`).select('identities').get()) as {
      identities: { issuer: string }[];
    };
    expect(user.identities[0]?.issuer).toBe('mail');
  });

  it('keep their object when the redemption is reset, and can redeem with another address', async () => {
    const tenant = await onePartner();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.accept({ user: id });
    const reset = (await graphOf(tenant)
      .api('/invitations')
      .post({ ...invitation('anna@contoso.com'), resetRedemption: true, invitedUser: { id } })) as {
      invitedUser: { id: string };
    };
    expect(reset.invitedUser.id).toBe(id);
    await expect(
      graphOf(tenant)
        .api('/invitations')
        .post({ ...invitation('other@contoso.com'), resetRedemption: true, invitedUser: { id } }),
    ).rejects.toMatchObject({ statusCode: 400 });
    await expect(tenant.control.accept({ user: id, as: 'eve@fabrikam.com' })).resolves.toMatchObject({
      redeemedBy: { mail: 'eve@fabrikam.com' },
    });
  });

  it('are gone from /users when deleted, found among the deleted items, and come back with their groups', async () => {
    const tenant = await onePartner();
    const graph = graphOf(tenant);
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.addMember({ group: 'gatehouse-contoso-access', member: id });
    await tenant.control.deleteUser({ user: id });
    await expect(graph.api(`/users/${id}`).get()).rejects.toMatchObject({
      statusCode: 404,
      code: 'Request_ResourceNotFound',
    });
    expect(await graph.api(`/directory/deletedItems/${id}`).get()).toMatchObject({
      id,
      '@odata.type': '#microsoft.graph.user',
    });
    await tenant.control.restoreUser({ user: id });
    const groups = (await graph
      .api(`/users/${id}/memberOf/microsoft.graph.group`)
      .select('id,displayName')
      .get()) as { value: unknown[] };
    expect(groups.value).toEqual([
      {
        '@odata.type': '#microsoft.graph.group',
        id: expect.any(String),
        displayName: 'gatehouse-contoso-access',
      },
    ]);
  });

  it('are refused to a caller without the permission, in the documented body', async () => {
    const tenant = await onePartner();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    const answer = await graphFetch(tenant, `/v1.0/users/${id}`, {
      method: 'DELETE',
      headers: { 'client-request-id': 'mine' },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('client-request-id')).toBe('mine');
    expect(await answer.json()).toEqual({
      error: {
        code: 'Authorization_RequestDenied',
        message: 'Insufficient privileges to complete the operation.',
        innerError: {
          date: expect.any(String),
          'request-id': answer.headers.get('request-id'),
          'client-request-id': 'mine',
        },
      },
    });
  });

  it('are listed with the documented filters and refused with the others', async () => {
    const tenant = await onePartner();
    await tenant.control.invite({ mail: 'anna@contoso.com' });
    const graph = graphOf(tenant);
    const list = async (filter: string): Promise<number> =>
      ((await graph.api('/users').filter(filter).get()) as { value: unknown[] }).value.length;
    expect(await list("userType eq 'Guest' and startswith(mail,'anna')")).toBe(1);
    expect(await list("externalUserState in ('Accepted','PendingAcceptance')")).toBe(1);
    expect(
      await list(
        "identities/any(i:i/issuer eq 'woodgrove.onmicrosoft.com' and i/signInType eq 'userPrincipalName')",
      ),
    ).toBe(6);
    await expect(list("endswith(mail,'@contoso.com')")).rejects.toMatchObject({
      statusCode: 400,
      code: 'Request_UnsupportedQuery',
    });
    const advanced = await graphFetch(
      tenant,
      "/v1.0/users?$filter=endswith(mail,'@contoso.com')&$count=true",
      { headers: { consistencylevel: 'eventual' } },
    );
    expect(await advanced.json()).toMatchObject({ '@odata.count': 1 });
  });

  it('come in pages that a client can follow to the end', async () => {
    const tenant = await onePartner();
    for (const name of ['a', 'b', 'c']) await tenant.control.invite({ mail: `${name}@contoso.com` });
    const seen: string[] = [];
    let next: string | undefined = '/users?$select=id&$top=2';
    while (next !== undefined) {
      const page = (await graphOf(tenant).api(next).get()) as {
        value: { id: string }[];
        '@odata.nextLink'?: string;
      };
      seen.push(...page.value.map((user) => user.id));
      next = page['@odata.nextLink'];
    }
    expect(new Set(seen).size).toBe(8);
  });

  it('stay invisible to reads while a write is being replicated', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    await tenant.control.setReplicationLag({ ms: 5_000 });
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await expect(graphOf(tenant).api(`/users/${id}`).get()).rejects.toMatchObject({ statusCode: 404 });
    await tenant.control.advanceClock({ seconds: 6 });
    expect(await graphOf(tenant).api(`/users/${id}`).get()).toMatchObject({ id });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectGraph } from '../../../../shared/clients/graph/connect-graph';
import { graphDirectory } from '../../../../shared/clients/graph/graph-directory';
import { graphGuestLookup } from '../../../../shared/clients/graph/graph-guest-lookup';
import { graphInvitations } from '../../../../shared/clients/graph/graph-invitations';
import { TerminalError } from '../../../../shared/domain/codes';
import type { Tenant } from '../../../../local/tenant/tenant';
import { credentialOf, onePartner, stopTenants } from '../../../local/tenant/tenant-under-test';

let tenant: Tenant;
let asked: string[];
beforeAll(async () => {
  tenant = await onePartner();
  asked = [];
});
afterAll(stopTenants);

const graph = () =>
  connectGraph({
    baseUrl: tenant.url,
    credential: credentialOf(tenant),
    onRequest: (request) => void asked.push(JSON.stringify(request)),
  });
const invitation = {
  mail: "o'neill@contoso.com",
  displayName: 'O’Neill',
  sponsor: '00000000-0000-4000-8000-000000000000',
  redirectUrl: 'https://myapplications.microsoft.com',
  isMailed: false,
  language: 'en-US',
  message: null,
};

describe('an invitation through Microsoft Graph', () => {
  it('makes a guest whose address finds it, and the address is told to nobody', async () => {
    const { guest, isAccepted } = await graphInvitations(graph()).invite(invitation);
    expect(isAccepted).toBe(false);
    expect(await graphDirectory(graph()).readUser(guest)).toMatchObject({
      externalUserState: 'PendingAcceptance',
      domain: 'contoso.com',
    });
    expect(await graphGuestLookup(graph()).findByMail(invitation.mail)).toEqual([guest]);
    expect(await graphGuestLookup(graph()).findByMail('nobody@contoso.com')).toEqual([]);
    expect(asked.join(' ')).not.toContain('neill');
  });

  it('gives the same guest for the same address', async () => {
    const [first, second] = [
      await graphInvitations(graph()).invite(invitation),
      await graphInvitations(graph()).invite(invitation),
    ];
    expect(second.guest).toBe(first.guest);
  });

  it('that the tenant refuses says so without the address', async () => {
    const refused: unknown = await graphInvitations(graph())
      .invite({ ...invitation, mail: 'not an address' })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TerminalError);
    expect(String(refused)).not.toContain('not an address');
  });
});

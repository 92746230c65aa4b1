import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectGraph } from '../../../../shared/clients/graph/connect-graph';
import { graphAccessEndings } from '../../../../shared/clients/graph/graph-access-endings';
import { graphAddressees } from '../../../../shared/clients/graph/graph-addressees';
import { graphMailNotices } from '../../../../shared/clients/graph/graph-mail-notices';
import { RetryableError, TerminalError } from '../../../../shared/domain/codes';
import type { Tenant } from '../../../../local/tenant/tenant';
import { credentialOf, onePartner, stopTenants } from '../../../local/tenant/tenant-under-test';

let tenant: Tenant;
let asked: string[];
let mailbox: string;
beforeAll(async () => {
  tenant = await onePartner();
  mailbox = (await tenant.control.names({ kind: 'user' }))['piet'] ?? '';
});
beforeEach(() => {
  asked = [];
});
afterAll(stopTenants);

const graph = () =>
  connectGraph({
    baseUrl: tenant.url,
    credential: credentialOf(tenant),
    onRequest: (request) => void asked.push(JSON.stringify(request)),
  });
const letter = { key: 'key-1', about: 'guest-welcome', subject: 'Ready', text: "<b>O'Neill</b>\n" };
const invite = async (name: string) => (await tenant.control.invite({ mail: `${name}@contoso.com` })).id;
const send = (to: string | null) => graphMailNotices(graph(), mailbox).send({ ...letter, to });
const failureOf = (to: string): Promise<unknown> => send(to).catch((error: unknown) => error);

describe('a notice by mail through Microsoft Graph', () => {
  it('goes out of the one mailbox as plain text, to the address the directory has now', async () => {
    const ada = await invite('ada');
    await tenant.control.updateUser({ user: ada, mail: 'ada.new@contoso.com' });
    expect(await send(ada)).toBe('sent');
    expect(await tenant.control.listMails({ to: 'ada.new@contoso.com' })).toMatchObject([
      {
        fromUserId: mailbox,
        subject: 'Ready',
        contentType: 'Text',
        body: letter.text,
        headers: { 'x-gatehouse-notice': 'key-1' },
      },
    ]);
    expect(asked.join(' ')).not.toContain('contoso.com');
  });

  it('is not sent to whom the directory does not know', async () => {
    const before = (await tenant.control.listMails({})).length;
    expect(await send('00000000-0000-4000-8000-000000000000')).toBe('no-address');
    expect(await send(null)).toBe('no-address');
    expect(await tenant.control.listMails({})).toHaveLength(before);
  });

  it('is tried later where the service fails or is busy', async () => {
    const ben = await invite('ben');
    for (const [status, reason] of [
      [503, 'unavailable'],
      [429, 'throttled'],
    ] as const) {
      await tenant.control.addFault({
        path: '/v1.0/users/*/sendMail',
        status,
        retryAfterSeconds: 30,
        count: 1,
      });
      expect(await failureOf(ben)).toMatchObject({ reason, retryAfterSeconds: 30 });
      expect(await failureOf(ben)).toBe('sent');
    }
  });

  it('says what somebody has to change, and no address, where the mailbox is none', async () => {
    const cleo = await invite('cleo');
    const refused: unknown = await graphMailNotices(graph(), cleo)
      .send({ ...letter, to: cleo })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TerminalError);
    expect(refused).not.toBeInstanceOf(RetryableError);
    expect(String(refused)).toContain(cleo);
    expect(String(refused)).not.toContain('@');
  });
});

describe('an addressee', () => {
  it('has a name and a language, and nobody else has', async () => {
    const dora = await invite('dora');
    expect(await graphAddressees(graph()).read(dora)).toEqual({ name: 'dora', language: null });
    expect(await graphAddressees(graph()).read('00000000-0000-4000-8000-000000000000')).toBeUndefined();
  });
});

describe('the assignments of access packages', () => {
  it('say who has one until when', async () => {
    const [eva, finn] = [await invite('eva'), await invite('finn')];
    const endsAt = '2030-01-31T00:00:00.000Z';
    await tenant.control.setPackageAssignment({ user: eva, endsAt });
    await tenant.control.setPackageAssignment({ user: finn });
    expect(await graphAccessEndings(graph()).listAssignments()).toEqual([
      { user: eva, endsAt },
      { user: finn, endsAt: null },
    ]);
  });
});

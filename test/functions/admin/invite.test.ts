import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Invitation } from '../../../shared/clients/invitations';
import { RetryableError } from '../../../shared/domain/codes';
import type { UserFacts } from '../../../shared/domain/guest-facts';
import { guestId } from '../../../shared/domain/ids';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { guid, policy } from '../../shared/state/builders';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

const SPONSOR = guid(5);
const GUEST = guestId(guid(1));
const sponsor: UserFacts = {
  id: guestId(SPONSOR),
  userType: 'Member',
  externalUserState: null,
  externalUserStateChangedAt: null,
  creationType: null,
  accountEnabled: true,
  issuers: [],
  domain: 'fabrikam.com',
};

let api: AdminUnderTest;
let sent: Invitation[];
let users: Map<string, UserFacts>;
let hints: MemoryHintBus;
let trouble: Error | undefined;
beforeEach(async () => {
  [sent, users, hints, trouble] = [[], new Map([[SPONSOR, sponsor]]), new MemoryHintBus(), undefined];
  const invite = (invitation: Invitation) => {
    if (trouble) return Promise.reject(trouble);
    sent.push(invitation);
    return Promise.resolve({ guest: GUEST, isAccepted: false });
  };
  const directory = {
    readUser: (id: string) => Promise.resolve(users.get(id)),
    findHomeTenant: () => Promise.resolve(undefined),
  };
  api = await adminUnderTest({ ports: { invitations: { invite }, directory, hints } });
  await api.state.partners.put({ ...policy('contoso'), mode: { kind: 'enforce' } }, undefined);
});
afterEach(() => api.host.stop());

const BODY = { mail: 'Ada@contoso.example', sponsor: SPONSOR, reason: 'New supplier', ticket: 'CHG-17' };
const invite = (changes: object = {}, headers: Record<string, string> = {}) =>
  api.ask('POST', 'guests/invite', {
    roles: ['Gatehouse.Operator'],
    body: { ...BODY, ...changes },
    headers,
  });
const audit = async () => (await api.state.audit.read(9)).map(({ result, detail }) => ({ result, detail }));

describe('an invitation', () => {
  it('is sent, marked as ours, audited, and looked at at once', async () => {
    expect(await invite({ language: 'nl-NL', message: 'Welkom' })).toMatchObject({
      status: 201,
      body: { id: GUEST, partner: 'contoso', sponsor: SPONSOR, isAccepted: false },
    });
    expect(sent).toMatchObject([{ language: 'nl-NL', message: 'Welkom', sponsor: SPONSOR, isMailed: true }]);
    expect(await api.state.invitedGuests.read(GUEST)).toMatchObject({
      invitedBy: guid(9, 'e'),
      sponsor: SPONSOR,
    });
    expect(hints.said).toMatchObject([{ hint: { kind: 'guest', id: GUEST } }]);
    expect(await api.state.audit.read(1)).toMatchObject([
      {
        action: 'invite-guest',
        reason: 'New supplier',
        ticket: 'CHG-17',
        target: `guest/${GUEST}`,
        detail: { partner: 'contoso' },
      },
    ]);
  });

  it('leaves its address nowhere: no log, no answer, no audit, no stored request', async () => {
    const { body } = await invite();
    trouble = new RetryableError('throttled', 'Graph asks to wait', 7);
    await invite();
    const kept = [body, api.host.log, await audit(), hints.said, await api.state.invitedGuests.read(GUEST)];
    expect(JSON.stringify(kept).toLowerCase()).not.toContain('ada@');
  });

  it('is sent once, however often it is asked for under one key', async () => {
    const key = { 'idempotency-key': '0123456789abcdef' };
    const first = await invite({}, key);
    expect((await invite({}, key)).body).toEqual(first.body);
    expect(sent).toHaveLength(1);
    expect(await audit()).toHaveLength(1);
    expect((await invite({ mail: 'bea@contoso.example' }, key)).status).toBe(422);
  });

  it('takes the sponsor of the policy where none is told', async () => {
    const { etag, value } = (await api.state.partners.read(policy('contoso').partner))!;
    expect((await invite({ sponsor: undefined })).status).toBe(400);
    await api.state.partners.put({ ...value, sponsor: SPONSOR }, etag);
    expect((await invite({ sponsor: undefined })).body).toMatchObject({ sponsor: SPONSOR });
  });

  it.each([
    ['a domain no policy claims', { mail: 'ada@elsewhere.example' }, 400, /no partner’s policy claims/],
    ['a sponsor nobody knows', { sponsor: guid(8) }, 400, /no enabled member/],
    ['no address', { mail: 'ada' }, 400, /mail: must be a mail address/],
    ['no reason', { reason: '' }, 400, /reason/],
    ['an address as a reason', { reason: 'for ada@contoso.com' }, 400, /by a mail address/],
    ['a redirect that is not https', { redirectUrl: 'http://contoso.com' }, 400, /redirectUrl/],
    ['a field nobody knows', { resetRedemption: true }, 400, /resetRedemption/],
  ])('with %s is refused', async (_what, changes, status, says) => {
    const answer = await invite(changes);
    expect(answer).toMatchObject({ status, body: { detail: expect.stringMatching(says) } });
    expect(JSON.stringify(answer.body)).not.toContain('ada@');
    expect(sent).toEqual([]);
  });

  it('for a guest as sponsor is refused', async () => {
    users.set(SPONSOR, { ...sponsor, userType: 'Guest' });
    expect((await invite()).status).toBe(400);
  });

  it('for a partner that is only observed is refused', async () => {
    const { etag, value } = (await api.state.partners.read(policy('contoso').partner))!;
    await api.state.partners.put({ ...value, mode: { kind: 'observe' } }, etag);
    expect(await invite()).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('only observed') },
    });
    expect(await audit()).toMatchObject([{ result: 'refused' }]);
  });

  it('needs the operator’s role', async () => {
    expect((await api.ask('POST', 'guests/invite', { body: BODY })).status).toBe(403);
  });
});

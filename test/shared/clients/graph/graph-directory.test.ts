import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectGraph } from '../../../../shared/clients/graph/connect-graph';
import { graphDirectory } from '../../../../shared/clients/graph/graph-directory';
import type { Directory } from '../../../../shared/clients/directory';
import { groupId, guestId, stableGuid, type GuestId } from '../../../../shared/domain/ids';
import {
  errorBody,
  scriptedService,
  staticCredential,
  stopServices,
  type ReceivedRequest,
  type ScriptedAnswer,
  type ScriptedService,
} from '../scripted-service';

const GUEST = guestId('a1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c01');
const absent: ScriptedAnswer = { status: 404, body: errorBody('Request_ResourceNotFound') };
const userBody = (id: string) => ({ id, accountEnabled: true, userType: 'Guest', mail: 'anna@contoso.com' });

let service: ScriptedService;
let directory: Directory;
let nowMs: number;

beforeEach(async () => {
  service = await scriptedService();
  nowMs = Date.parse('2026-11-24T10:00:00Z');
  const graph = connectGraph({ baseUrl: service.url, credential: staticCredential(), now: () => nowMs });
  directory = graphDirectory(graph);
});
afterEach(stopServices);

describe('readUser', () => {
  it('reads just the fields it needs', async () => {
    service.answer({ body: userBody(GUEST) });
    expect(await directory.readUser(GUEST)).toMatchObject({ id: GUEST, domain: 'contoso.com' });
    expect(service.received[0]?.url).toMatch(new RegExp(`^/v1.0/users/${GUEST}\\?\\$select=id,userType,`));
  });

  it('takes only the word of the directory for an absence: a gateway 404 removes nobody', async () => {
    service.answer(absent, { status: 404, body: '<html>not here</html>' });
    expect(await directory.readUser(GUEST)).toBeUndefined();
    await expect(directory.readUser(GUEST)).rejects.toMatchObject({ code: 'not-found' });
  });
});

interface BatchItem {
  id: string;
  url: string;
}
const itemsOf = (request: ReceivedRequest) => (request.body as { requests: BatchItem[] }).requests;
const idIn = (item: BatchItem) => /\/users\/([0-9a-f-]+)/.exec(item.url)?.[1] ?? '';

/** Answers a batch back to front, since order is not promised. */
function batch(inner: (id: string) => object | undefined) {
  return (request: ReceivedRequest): ScriptedAnswer => {
    const responses = itemsOf(request).flatMap((item) => {
      const answer = inner(idIn(item));
      return answer === undefined ? [] : [{ id: item.id, ...answer }];
    });
    return { body: { responses: responses.reverse() } };
  };
}
const present = (id: string) => ({ status: 200, body: userBody(id) });
const throttled = (seconds: number) => ({
  status: 429,
  headers: { 'Retry-After': String(seconds) },
  body: errorBody('TooManyRequests'),
});

describe('readUsers', () => {
  const users: GuestId[] = Array.from({ length: 45 }, (_, index) => guestId(stableGuid(`user ${index}`)));

  it('asks twenty to a batch and matches by id, not by order', async () => {
    service.answer(batch(present), batch(present), batch(present));
    const found = await directory.readUsers(users);
    expect([...found.keys()].sort()).toEqual([...users].sort());
    expect([...found].every(([id, facts]) => facts.id === id)).toBe(true);
    expect(service.received.map((request) => itemsOf(request).length).sort()).toEqual([20, 20, 5]);
  });

  it('asks for a user named twice once, and for nobody not at all', async () => {
    service.answer(batch(present));
    expect((await directory.readUsers([GUEST, GUEST])).size).toBe(1);
    expect(service.received.map((request) => itemsOf(request).length)).toEqual([1]);
    expect((await directory.readUsers([])).size).toBe(0);
    expect(service.received).toHaveLength(1);
  });

  it('leaves out whom the directory does not know', async () => {
    const [gone, here] = [users[0]!, users[1]!];
    service.answer(batch((id) => (id === gone ? absent : present(id))));
    expect([...(await directory.readUsers([gone, here])).keys()]).toEqual([here]);
  });

  it('waits the longest wait any inner answer names', async () => {
    service.answer(
      batch((id) => (id === users[0] ? throttled(4) : id === users[1] ? throttled(9.5) : present(id))),
    );
    const read = directory.readUsers(users.slice(0, 5));
    await expect(read).rejects.toMatchObject({ reason: 'throttled', retryAfterSeconds: 9.5 });
  });

  it('says refused first, because waiting does not cure it', async () => {
    const denied = { status: 403, body: errorBody('Authorization_RequestDenied') };
    service.answer(batch((id) => (id === users[0] ? throttled(4) : denied)));
    await expect(directory.readUsers(users.slice(0, 3))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('does not take silence for absence', async () => {
    service.answer(batch((id) => (id === users[0] ? undefined : present(id))));
    await expect(directory.readUsers(users.slice(0, 3))).rejects.toMatchObject({ reason: 'unavailable' });
  });

  it('waits where the whole batch was throttled', async () => {
    service.answer({ status: 429, headers: { 'retry-after': '3' }, body: errorBody('TooManyRequests') });
    await expect(directory.readUsers([GUEST])).rejects.toMatchObject({ retryAfterSeconds: 3 });
  });
});

describe('isSoftDeleted', () => {
  it('looks among the deleted items', async () => {
    service.answer({ body: { id: GUEST } }, absent);
    expect(await directory.isSoftDeleted(GUEST)).toBe(true);
    expect(await directory.isSoftDeleted(GUEST)).toBe(false);
    expect(service.received[0]?.url).toContain(`/v1.0/directory/deletedItems/${GUEST}`);
  });
});

describe('readMemberships', () => {
  const group = groupId('d1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c04');

  it('gives those of the groups that hold the user', async () => {
    service.answer({ body: { value: [group.toUpperCase()] } });
    expect(await directory.readMemberships(GUEST, [group])).toEqual([group]);
    expect(service.received[0]?.body).toEqual({ groupIds: [group] });
  });

  it('does not say "in no group" of a user a replica does not know yet', async () => {
    service.answer(absent);
    await expect(directory.readMemberships(GUEST, [group])).rejects.toMatchObject({
      reason: 'not-replicated',
    });
  });

  it('asks nothing about no groups, and refuses more than twenty', async () => {
    expect(await directory.readMemberships(GUEST, [])).toEqual([]);
    await expect(
      directory.readMemberships(
        GUEST,
        Array.from({ length: 21 }, () => group),
      ),
    ).rejects.toThrow(RangeError);
    expect(service.received).toEqual([]);
  });
});

describe('readUserPrincipalName', () => {
  it('gives the name, or undefined where nobody is', async () => {
    service.answer({ body: { userPrincipalName: 'anna_contoso.com#EXT#@host.onmicrosoft.com' } }, absent);
    expect(await directory.readUserPrincipalName(GUEST)).toBe('anna_contoso.com#EXT#@host.onmicrosoft.com');
    expect(await directory.readUserPrincipalName(GUEST)).toBeUndefined();
  });
});

describe('findHomeTenant', () => {
  const HOME = 'b1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c07';
  const HOUR_MS = 3_600_000;

  it('remembers a tenant for an hour', async () => {
    service.answer({ body: { tenantId: HOME } }, { body: { tenantId: GUEST } });
    expect(await directory.findHomeTenant('Contoso.com')).toBe(HOME);
    nowMs += HOUR_MS - 1;
    expect(await directory.findHomeTenant('contoso.com')).toBe(HOME);
    nowMs += 1;
    expect(await directory.findHomeTenant('contoso.com')).toBe(GUEST);
    expect(service.received.map(({ url }) => url)).toEqual(
      Array(2).fill("/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='contoso.com')"),
    );
  });

  it('remembers for five minutes that there is none', async () => {
    service.answer(absent, { body: { tenantId: HOME } });
    expect(await directory.findHomeTenant('gmail.com')).toBeUndefined();
    nowMs += 299_999;
    expect(await directory.findHomeTenant('gmail.com')).toBeUndefined();
    nowMs += 1;
    expect(await directory.findHomeTenant('gmail.com')).toBe(HOME);
  });

  it('does not remember a failure', async () => {
    service.answer({ status: 503 }, { body: { tenantId: HOME } });
    await expect(directory.findHomeTenant('contoso.com')).rejects.toMatchObject({ reason: 'unavailable' });
    expect(await directory.findHomeTenant('contoso.com')).toBe(HOME);
  });

  it.each(['anna@contoso.com', "x')or(1", '', 'localhost'])(
    'asks nothing about %j, which is no domain',
    async (text) => {
      expect(await directory.findHomeTenant(text)).toBeUndefined();
      expect(service.received).toEqual([]);
    },
  );
});

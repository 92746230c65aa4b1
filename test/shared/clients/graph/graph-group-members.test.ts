import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectGraph } from '../../../../shared/clients/graph/connect-graph';
import { graphGroupMembers } from '../../../../shared/clients/graph/graph-group-members';
import type { GroupMembers } from '../../../../shared/clients/group-members';
import { groupId, guestId, stableGuid } from '../../../../shared/domain/ids';
import {
  errorBody,
  scriptedService,
  staticCredential,
  stopServices,
  type ScriptedService,
} from '../scripted-service';

const GROUP = groupId('d1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c04');
const GUEST = guestId('a1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c01');
const OBJECTS = 'https://graph.microsoft.com/v1.0/directoryObjects/';
const absent = { status: 404, body: errorBody('Request_ResourceNotFound') };
const unknownReference = { status: 400, body: errorBody('Directory_ObjectNotFound') };
const duplicate = {
  status: 400,
  body: errorBody(
    'Request_BadRequest',
    'One or more added object references already exist for the properties',
  ),
};
const there = { body: { id: GUEST } };

let service: ScriptedService;
let members: GroupMembers;

beforeEach(async () => {
  service = await scriptedService();
  members = graphGroupMembers(connectGraph({ baseUrl: service.url, credential: staticCredential() }));
});
afterEach(stopServices);

const asked = () => service.received.map(({ method, url }) => `${method} ${url}`);

describe('ensureMember', () => {
  it('adds by reference', async () => {
    service.answer({ status: 204 });
    await members.ensureMember(GROUP, GUEST);
    expect(asked()).toEqual([`POST /v1.0/groups/${GROUP}/members/$ref`]);
    expect(service.received[0]?.body).toEqual({ '@odata.id': OBJECTS + GUEST });
  });

  it('counts "already a member" as success once a read confirms it', async () => {
    service.answer(duplicate, there);
    await members.ensureMember(GROUP, GUEST);
    expect(asked()[1]).toBe(`GET /v1.0/groups/${GROUP}/members/${GUEST}?$select=id`);
  });

  it('waits where Graph says "already exist" and a read does not show it: a replica lags', async () => {
    service.answer(duplicate, absent);
    await expect(members.ensureMember(GROUP, GUEST)).rejects.toMatchObject({ reason: 'not-replicated' });
  });

  it.each([
    ['404', absent],
    ['Directory_ObjectNotFound', unknownReference],
  ])('waits where the user is not everywhere yet: %s', async (_, answer) => {
    service.answer(answer, { body: { id: GROUP } });
    await expect(members.ensureMember(GROUP, GUEST)).rejects.toMatchObject({
      reason: 'not-replicated',
      retryAfterSeconds: 15,
    });
  });

  it('does not wait for a group that is gone', async () => {
    service.answer(absent, absent);
    await expect(members.ensureMember(GROUP, GUEST)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('passes a throttled write on, and does not repeat it', async () => {
    service.answer({ status: 429, headers: { 'retry-after': '12' }, body: errorBody('TooManyRequests') });
    await expect(members.ensureMember(GROUP, GUEST)).rejects.toMatchObject({ retryAfterSeconds: 12 });
    expect(service.received).toHaveLength(1);
  });
});

describe('addMembers', () => {
  it('adds up to twenty in one request', async () => {
    service.answer({ status: 204 });
    await members.addMembers(GROUP, [GUEST]);
    expect(asked()).toEqual([`PATCH /v1.0/groups/${GROUP}`]);
    expect(service.received[0]?.body).toEqual({ 'members@odata.bind': [OBJECTS + GUEST] });
  });

  it('asks nothing for nobody, and refuses more than twenty', async () => {
    await members.addMembers(GROUP, []);
    const many = Array.from({ length: 21 }, (_, index) => guestId(stableGuid(String(index))));
    await expect(members.addMembers(GROUP, many)).rejects.toThrow(RangeError);
    expect(service.received).toEqual([]);
  });

  it.each([
    ['somebody is a member already', [duplicate], 'rejected'],
    ['somebody is not in the directory', [absent, { body: { id: GROUP } }], 'not-found'],
    ['the group is gone', [absent, absent], 'not-found'],
  ])('is refused, so that the caller adds one by one, where %s', async (_, answers, code) => {
    service.answer(...answers);
    await expect(members.addMembers(GROUP, [GUEST])).rejects.toMatchObject({ name: 'TerminalError', code });
  });

  it('waits where somebody else changed the group at the same moment', async () => {
    service.answer({ status: 409, body: errorBody('Directory_ConcurrencyViolation') });
    await expect(members.addMembers(GROUP, [GUEST])).rejects.toMatchObject({ reason: 'unavailable' });
  });
});

describe('removeMember', () => {
  it.each([{ status: 204 }, absent])(
    'never leaves out /$ref, and is content with $status',
    async (answer) => {
      service.answer(answer);
      await members.removeMember(GROUP, GUEST);
      expect(asked()).toEqual([`DELETE /v1.0/groups/${GROUP}/members/${GUEST}/$ref`]);
    },
  );

  it('says so where it may not', async () => {
    service.answer({ status: 403, body: errorBody('Authorization_RequestDenied') });
    await expect(members.removeMember(GROUP, GUEST)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('isMember', () => {
  it('is what the directory says', async () => {
    service.answer(there, absent);
    expect(await members.isMember(GROUP, GUEST)).toBe(true);
    expect(await members.isMember(GROUP, GUEST)).toBe(false);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectGraph, type GraphConnection } from '../../../../shared/clients/graph/connect-graph';
import { graphSubscriptions } from '../../../../shared/clients/graph/graph-subscriptions';
import {
  errorBody,
  scriptedService,
  staticCredential,
  stopServices,
  type ScriptedService,
} from '../scripted-service';

let service: ScriptedService;
let graph: GraphConnection;

beforeEach(async () => {
  service = await scriptedService();
  graph = connectGraph({ baseUrl: service.url, credential: staticCredential() });
});
afterEach(stopServices);

describe('graphSubscriptions', () => {
  const found = {
    id: 's-1',
    resource: '/users',
    notificationUrl: 'https://gatehouse.example/api/graph-notifications',
    expirationDateTime: '2026-12-20T00:00:00.0000000Z',
  };
  const read = {
    id: 's-1',
    resource: '/users',
    notificationUrl: found.notificationUrl,
    expiresAt: '2026-12-20T00:00:00.000Z',
  };
  const request = {
    resource: '/users',
    changeType: 'updated,deleted',
    notificationUrl: found.notificationUrl,
    lifecycleNotificationUrl: found.notificationUrl,
    clientState: 'secret',
    expiresAt: read.expiresAt,
  };

  it('lists, creates and renews', async () => {
    service.answer({ body: { value: [found] } }, { status: 201, body: found }, { body: found });
    const subscriptions = graphSubscriptions(graph);
    expect(await subscriptions.list()).toEqual([read]);
    expect(await subscriptions.create(request)).toEqual(read);
    await subscriptions.renew('s-1', read.expiresAt);
    const { expiresAt, ...sent } = request;
    expect(service.received.map(({ body }) => body)).toEqual([
      undefined,
      { ...sent, expirationDateTime: expiresAt },
      { expirationDateTime: expiresAt },
    ]);
  });

  it('tells one that exists from one that is gone', async () => {
    service.answer(
      { status: 409, body: errorBody('Conflict') },
      { status: 404, body: errorBody('ResourceNotFound') },
    );
    await expect(graphSubscriptions(graph).create(request)).rejects.toMatchObject({ code: 'ambiguous' });
    await expect(graphSubscriptions(graph).renew('s-1', read.expiresAt)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('has time where it was renewed a moment ago', async () => {
    service.answer({ status: 409, body: errorBody('Conflict') });
    const renewal = graphSubscriptions(graph).renew('s-1', read.expiresAt);
    await expect(renewal).rejects.toMatchObject({ reason: 'unavailable', retryAfterSeconds: 600 });
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectGraph, type GraphConnection } from '../../../../shared/clients/graph/connect-graph';
import { graphCloudPcs } from '../../../../shared/clients/graph/graph-cloud-pcs';
import {
  errorBody,
  scriptedService,
  staticCredential,
  stopServices,
  type ScriptedService,
} from '../scripted-service';

const APP = 'e1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c02';
const DEVICE = 'f1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c03';
const NAME = "o'neil_contoso.com#EXT#@host.onmicrosoft.com";

let service: ScriptedService;
let graph: GraphConnection;

beforeEach(async () => {
  service = await scriptedService();
  graph = connectGraph({ baseUrl: service.url, credential: staticCredential() });
});
afterEach(stopServices);

describe('graphCloudPcs', () => {
  const pc = (more: object) => ({
    id: DEVICE,
    status: 'provisioned',
    userPrincipalName: NAME.toUpperCase(),
    ...more,
  });

  it('asks beta by name, and for the statuses that came later', async () => {
    service.answer({ body: { value: [pc({ managedDeviceId: APP })] } });
    expect(await graphCloudPcs(graph).findCloudPcs(NAME)).toEqual([
      { id: DEVICE, managedDeviceId: APP, status: 'provisioned', statusDetail: null },
    ]);
    const [request] = service.received;
    expect(request?.url).toContain(
      "/beta/deviceManagement/virtualEndpoint/cloudPCs?$filter=userPrincipalName eq 'o''neil_",
    );
    expect(request?.headers['prefer']).toBe('include-unknown-enum-members');
  });

  it("never takes a stranger's Cloud PC, should the filter be ignored", async () => {
    service.answer({
      body: {
        value: [pc({ userPrincipalName: 'ben@host.onmicrosoft.com' }), pc({ userPrincipalName: null })],
      },
    });
    expect(await graphCloudPcs(graph).findCloudPcs(NAME)).toEqual([]);
  });

  it.each(['', '00000000-0000-0000-0000-000000000000', null])(
    'has no device where Intune says %j',
    async (managedDeviceId) => {
      service.answer({ body: { value: [pc({ managedDeviceId })] } });
      expect(await graphCloudPcs(graph).findCloudPcs(NAME)).toMatchObject([{ managedDeviceId: null }]);
    },
  );

  it('keeps what the service says of a failure, without names', async () => {
    const statusDetail = { code: 'ImageNotFound', message: `no image for ${NAME}` };
    service.answer({ body: { value: [pc({ status: 'failed', statusDetail })] } });
    expect(await graphCloudPcs(graph).findCloudPcs(NAME)).toMatchObject([
      { status: 'failed', statusDetail: 'ImageNotFound: no image for [address]' },
    ]);
  });

  it('never lets the name into a message', async () => {
    service.answer({ status: 400, body: errorBody('BadRequest', `filter on ${NAME}`) });
    const failure: unknown = await graphCloudPcs(graph)
      .findCloudPcs(NAME)
      .catch((error: unknown) => error);
    expect(String(failure)).not.toMatch(/neil|EXT/);
    expect(failure).toMatchObject({ code: 'rejected' });
  });
});

import { noContent, ok, param, type ApiReply } from '../core/api-call';
import { badRequest, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import type { TenantContext } from '../core/tenant-context';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { entityBody } from '../odata/select';
import { machines } from '../arm/machine';
import { cloudPcs, cloudPcStatus, isUsable, type CloudPc } from './cloud-pc';
import { endGraceAt, settleCloudPc } from './cloud-pc-lifecycle';
import { endCloudPcSession } from './cloud-pc-session';
import { BETA_SHAPE, betaView, V1_SHAPE, v1View } from './cloud-pc-view';

const BASE = '/deviceManagement/virtualEndpoint/cloudPCs';
/** Graph v1.0 "List cloudPCs", "Get cloudPC". */
const READ = ['CloudPC.Read.All', 'CloudPC.ReadWrite.All'];
/** Graph v1.0 "cloudPC: endGracePeriod", "cloudPC: reboot". */
const WRITE = ['CloudPC.ReadWrite.All'];

/** Filters on these work by Graph's general rules; no page lists them for Cloud PCs (UNVERIFIED). */
const FILTERABLE = {
  id: { plain: ['eq', 'in'] },
  userPrincipalName: { plain: ['eq', 'startswith', 'in'] },
  managedDeviceId: { plain: ['eq', 'in'] },
  managedDeviceName: { plain: ['eq', 'startswith'] },
  provisioningPolicyId: { plain: ['eq', 'in'] },
} as const;

/** Cloud PCs: list, get, endGracePeriod, reboot. `status` and its kin exist in beta alone (metadata of Aug 2026). */
export function registerCloudPcs(graph: GraphRoutes): void {
  graph.get(BASE, { permissions: READ }, (call) => {
    const found = settled(call.tenant).map((pc) => viewFor(call, pc));
    return collectionReply(call, found, optionsFor(call));
  });
  graph.get(`${BASE}/{id}`, { permissions: READ }, (call) =>
    ok(entityBody(call, CONTEXT, viewFor(call, cloudPcOf(call)), optionsFor(call))),
  );
  graph.post(`${BASE}/{id}/endGracePeriod`, { permissions: WRITE }, endGracePeriod);
  graph.post(`${BASE}/{id}/reboot`, { permissions: WRITE }, reboot);
}

const CONTEXT = 'deviceManagement/virtualEndpoint/cloudPCs';

function optionsFor(call: GraphCall): CollectionOptions {
  const status = call.version === 'beta' && call.tenant.switches.get('cloudPcStatusFilterable');
  return {
    context: CONTEXT,
    type: 'cloudPC',
    filterable: status ? { ...FILTERABLE, status: { plain: ['eq', 'in'] } } : FILTERABLE,
    selectable: Object.keys(call.version === 'beta' ? { ...V1_SHAPE, ...BETA_SHAPE } : V1_SHAPE),
  };
}

function endGracePeriod(call: GraphCall): ApiReply {
  const pc = cloudPcOf(call);
  // The text of the refusal is not documented.
  if (cloudPcStatus(call.tenant, pc) !== 'inGracePeriod') {
    throw badRequest(`The Cloud PC ${pc.id} is not in its grace period.`, 'badRequest');
  }
  endGraceAt(call.tenant, pc, call.tenant.clock.now());
  settleCloudPc(call.tenant, pc.id);
  return noContent();
}

/** Restarting throws everybody off the Cloud PC: the only way to end a session there. */
function reboot(call: GraphCall): ApiReply {
  const pc = cloudPcOf(call);
  if (!isUsable(call.tenant, pc))
    throw badRequest(`The Cloud PC ${pc.id} cannot be restarted now.`, 'badRequest');
  endCloudPcSession(call.tenant, pc);
  call.tenant.store.in(cloudPcs).put({ ...pc, lastRebootAtMs: call.tenant.clock.now() });
  const machine = call.tenant.store.in(machines).get(pc.id);
  if (machine !== undefined) call.tenant.store.in(machines).put({ ...machine, rebootPending: false });
  return noContent();
}

function settled(tenant: TenantContext): CloudPc[] {
  for (const { id } of tenant.store.in(cloudPcs).all()) settleCloudPc(tenant, id);
  return tenant.store.in(cloudPcs).all();
}

function cloudPcOf(call: GraphCall): CloudPc {
  const id = param(call, 'id').toLowerCase();
  settleCloudPc(call.tenant, id);
  const found = call.tenant.store.in(cloudPcs).get(id);
  if (found === undefined) throw resourceNotFound(id);
  return found;
}

function viewFor(call: GraphCall, pc: CloudPc): Record<string, unknown> {
  const view = v1View(call.tenant, pc);
  return call.version === 'beta' ? { ...view, ...betaView(call.tenant, pc) } : view;
}

import { noContent, ok, type ApiReply } from '../core/api-call';
import { ApiError, badRequest } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { durationMs } from '../arm/simulated-durations';

/** Where the tenant's onboarding to Global Secure Access stands. */
export interface GsaOnboarding {
  id: 'gsa';
  status: string;
  errorMessage: string | null;
  /** In progress until then; onboarded afterwards. */
  doneAtMs: number | null;
}

export const gsaOnboarding = collection<GsaOnboarding>('gsaOnboarding');

/** Graph beta "Get tenantStatus", "Onboard tenant"; application permissions are listed on current pages only. */
const READ = ['NetworkAccess.Read.All', 'NetworkAccess.ReadWrite.All'];
const WRITE = ['NetworkAccess.ReadWrite.All'];

/** `GET tenantStatus` and the action `onboard`, which works in the background without an operation to poll. */
export function registerTenantStatus(graph: GraphRoutes): void {
  graph.get('/networkAccess/tenantStatus', { permissions: READ, versions: ['beta'] }, (call) => {
    const { errorMessage } = stored(call.tenant);
    return ok({
      '@odata.context': `${call.baseUrl}/$metadata#networkAccess/tenantStatus/$entity`,
      id: call.tenant.settings.tenant.id,
      onboardingStatus: onboardingStatus(call.tenant),
      onboardingErrorMessage: errorMessage,
    });
  });
  graph.post(
    '/networkAccess/microsoft.graph.networkaccess.onboard',
    { permissions: WRITE, versions: ['beta'] },
    onboard,
  );
}

/** UNVERIFIED: what onboarding an onboarded tenant answers is not documented. */
function onboard(call: GraphCall): ApiReply {
  const { tenant } = call;
  if (call.caller.kind === 'app' && !tenant.switches.get('onboardByApplication'))
    throw new ApiError(403, 'Authorization_RequestDenied', 'Application permissions are not supported.');
  const status = onboardingStatus(tenant);
  if (status === 'onboarded' || status === 'onboardingInProgress') {
    if (tenant.switches.get('onboardAgainRefused'))
      throw badRequest('The tenant is already onboarded.', 'BadRequest');
    return noContent();
  }
  const doneAtMs = tenant.clock.now() + durationMs(tenant, 'gsaOnboarding');
  tenant.store
    .in(gsaOnboarding)
    .put({ id: 'gsa', status: 'onboardingInProgress', errorMessage: null, doneAtMs });
  return noContent();
}

/** `onboardingStatus` at this moment of the tenant's clock. */
export function onboardingStatus(tenant: TenantContext): string {
  const { status, doneAtMs } = stored(tenant);
  return doneAtMs !== null && tenant.clock.now() >= doneAtMs ? 'onboarded' : status;
}

function stored(tenant: TenantContext): GsaOnboarding {
  const found = tenant.store.in(gsaOnboarding).get('gsa');
  return found ?? { id: 'gsa', status: 'offboarded', errorMessage: null, doneAtMs: null };
}

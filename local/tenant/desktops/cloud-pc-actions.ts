import { z } from 'zod';
import { controlAction } from '../control/control-action';
import { ControlFailure } from '../control/control-failure';
import { findUser } from '../control/find-user';
import type { TenantContext } from '../core/tenant-context';
import { gsaOnboarding, onboardingStatus } from '../network-access/tenant-status';
import { plannedInstallFailures } from '../intune/app-installation';
import { cloudPcs, cloudPcStatus } from './cloud-pc';
import { plannedCloudPcFailures, reconcileCloudPc } from './cloud-pc-lifecycle';
import { retryFailedLicences, subscribedSkus } from './licence';

/** All values of the schema, also those that only an off-boarding in the portal brings. */
const onboardingStatuses = z.enum([
  'offboarded',
  'offboardingInProgress',
  'onboardingInProgress',
  'onboarded',
  'onboardingErrorOccurred',
  'offboardingErrorOccurred',
  'unknownFutureValue',
]);

/** What happens to Cloud PCs, licences and the Intune app from outside. */
export const cloudPcActions = {
  failCloudPcs: controlAction(
    'Lets the provisioning of the next Cloud PCs fail',
    z.strictObject({
      count: z.number().int().nonnegative().default(1),
      code: z.string().default('internalServerError'),
      message: z.string().default('Provisioning failed because of an internal error.'),
    }),
    ({ tenant }, input) =>
      tenant.commit(() => tenant.store.in(plannedCloudPcFailures).put({ id: 'next', ...input })),
  ),
  listCloudPcs: controlAction('Lists the Cloud PCs and their status', z.strictObject({}), ({ tenant }) =>
    tenant.store
      .in(cloudPcs)
      .all()
      .map((pc) => ({
        id: pc.id,
        name: pc.name,
        userId: pc.userId,
        managedDeviceId: pc.managedDeviceId,
        status: cloudPcStatus(tenant, pc),
      })),
  ),
  failAppInstallation: controlAction(
    'Lets required apps fail on the Cloud PC of a user',
    z.strictObject({ user: z.string(), errorCode: z.number().int().default(-2016345060) }),
    ({ tenant }, { user, errorCode }) =>
      tenant.commit(() =>
        tenant.store.in(plannedInstallFailures).put({ id: deviceOf(tenant, user), errorCode }),
      ),
  ),
  clearAppFailure: controlAction(
    'Takes back what fail-app-installation did',
    z.strictObject({ user: z.string() }),
    ({ tenant }, { user }) =>
      tenant.commit(() => ({
        cleared: tenant.store.in(plannedInstallFailures).delete(deviceOf(tenant, user)),
      })),
  ),
  setLicenceUnits: controlAction(
    'Sets how many units of a product were bought',
    z.strictObject({ partNumber: z.string(), units: z.number().int().nonnegative() }),
    ({ tenant }, { partNumber, units }) =>
      tenant.commit(() => {
        const sku = tenant.store
          .in(subscribedSkus)
          .all()
          .find((one) => one.partNumber === partNumber);
        if (sku === undefined) throw new ControlFailure(`There is no product '${partNumber}'`);
        const changed = tenant.store.in(subscribedSkus).put({ ...sku, enabledUnits: units });
        for (const userId of retryFailedLicences(tenant, sku.id)) reconcileCloudPc(tenant, userId);
        return changed;
      }),
  ),
  setGsaOnboarding: controlAction(
    'Sets where onboarding to Global Secure Access stands',
    z.strictObject({ status: onboardingStatuses, errorMessage: z.string().nullable().default(null) }),
    ({ tenant }, { status, errorMessage }) =>
      tenant.commit(() => {
        tenant.store.in(gsaOnboarding).put({ id: 'gsa', status, errorMessage, doneAtMs: null });
        return { onboardingStatus: onboardingStatus(tenant) };
      }),
  ),
};

function deviceOf(tenant: TenantContext, user: string): string {
  const { id } = findUser(tenant, user);
  const pc = tenant.store.in(cloudPcs).by('user', id)[0];
  if (pc === undefined) throw new ControlFailure(`The user '${user}' has no Cloud PC`);
  return pc.managedDeviceId;
}

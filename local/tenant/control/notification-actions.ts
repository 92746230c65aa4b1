import { z } from 'zod';
import { deliverySettingsInput } from '../notifications/delivery-settings';
import { subscriptions } from '../notifications/subscription';
import { controlAction } from './control-action';

export const notificationActions = {
  setNotifications: controlAction(
    'Loses, delays, doubles, shuffles or holds back change notices',
    deliverySettingsInput,
    ({ pump }, input) => {
      const given = Object.entries(input).filter(([, value]) => (value as unknown) !== undefined);
      return pump.configure(Object.fromEntries(given));
    },
  ),
  notificationReport: controlAction(
    'Shows how the delivery of notices stands',
    z.strictObject({}),
    ({ pump }) => ({
      settings: pump.settings,
      ...pump.report(),
    }),
  ),
  drainNotifications: controlAction(
    'Waits until no notice is due and none is under way',
    z.strictObject({}),
    ({ pump }) => pump.drained(),
  ),
  listSubscriptions: controlAction(
    'Lists the change subscriptions of all applications',
    z.strictObject({}),
    ({ tenant }) =>
      tenant.store
        .in(subscriptions)
        .all()
        .map(({ id, resource, changeType, applicationId, expirationDateTime, tokenExpiresAtMs }) => ({
          id,
          resource,
          changeType,
          applicationId,
          expirationDateTime,
          tokenExpires: new Date(tokenExpiresAtMs).toISOString(),
        })),
  ),
};

import { z } from 'zod';
import { withoutSecrets } from '../core/redaction';
import { CLIENT_SECRETS, groups, users } from '../directory/directory-objects';
import { namesOf } from '../scenarios/scenario-names';
import { SIGNING_KEYS } from '../sign-in/access-tokens';
import { appSubject, userSubject } from '../sign-in/token-grants';
import { controlAction } from './control-action';
import { requiredApp } from './find-app';
import { findUser } from './find-user';

const namedKind = z.enum([
  'user',
  'group',
  'app',
  'partner',
  'device',
  'host-pool',
  'virtual-machine',
  'cloud-pc',
  'provisioning-policy',
  'forwarding-profile',
  'private-app',
  'mobile-app',
]);

export const stateActions = {
  tenant: controlAction('Shows what the tenant is called', z.strictObject({}), ({ tenant }) => ({
    ...tenant.settings.tenant,
    url: tenant.origin(),
    now: tenant.clock.iso(),
  })),
  listUsers: controlAction(
    'Lists users, deleted ones too',
    z.strictObject({ onlyGuests: z.boolean().optional() }),
    ({ tenant }, { onlyGuests = false }) =>
      tenant.store
        .in(users)
        .all()
        .filter((user) => !onlyGuests || user.creationType === 'Invitation')
        .map(({ id, mail, userPrincipalName, externalUserState, accountEnabled, deletedDateTime }) => ({
          id,
          mail,
          userPrincipalName,
          externalUserState,
          accountEnabled,
          deletedDateTime,
        })),
  ),
  listGroups: controlAction('Lists groups, deleted ones too', z.strictObject({}), ({ tenant }) =>
    tenant.store
      .in(groups)
      .all()
      .map(({ id, displayName, deletedDateTime }) => ({ id, displayName, deletedDateTime })),
  ),
  names: controlAction(
    'Lists the object ids of the scenario by name',
    z.strictObject({ kind: namedKind }),
    ({ tenant }, { kind }) =>
      Object.fromEntries(namesOf(tenant, kind).map(({ name, objectId }) => [name, objectId])),
  ),
  exportState: controlAction(
    'Exports everything the tenant knows, without secrets',
    z.strictObject({}),
    // The exported collections keep their shape; only secret fields are blanked.
    ({ tenant }) =>
      withoutSecrets(tenant.store.export([SIGNING_KEYS, CLIENT_SECRETS])) as Record<string, unknown[]>,
  ),
  userToken: controlAction(
    'Gives an access token of an admin user, as if just signed in',
    z.strictObject({
      user: z.string(),
      audience: z
        .string()
        .default('api://gatehouse')
        .describe('api://gatehouse, https://graph.microsoft.com or https://management.azure.com'),
      client: z.string().default('gatehouse-cli').describe('application the user signs in through'),
    }),
    async ({ tenant, tokens }, { user, audience, client }) => {
      const found = requiredApp(tenant, client);
      const { token, expiresInSeconds } = await tokens.issue(
        userSubject(tenant, findUser(tenant, user), found, audience),
      );
      return { accessToken: token, expiresInSeconds };
    },
  ),
  appToken: controlAction(
    'Gives an access token of an application',
    z.strictObject({ app: z.string(), audience: z.string().default('https://graph.microsoft.com') }),
    async ({ tenant, tokens }, { app, audience }) => {
      const found = requiredApp(tenant, app);
      const { token, expiresInSeconds } = await tokens.issue(appSubject(tenant, found, audience));
      return { accessToken: token, expiresInSeconds };
    },
  ),
};

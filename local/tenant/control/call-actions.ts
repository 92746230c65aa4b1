import { z } from 'zod';
import type { TenantContext } from '../core/tenant-context';
import type { TokenSubject } from '../sign-in/access-tokens';
import { appSubject, userSubject } from '../sign-in/token-grants';
import { controlAction } from './control-action';
import { findApp, requiredApp } from './find-app';
import { findUser } from './find-user';

/** Whatever an admin or an application could do through an API, done by one line. */
export const callActions = {
  call: controlAction(
    'Calls Graph or Resource Manager as somebody, with all checks',
    z.strictObject({
      as: z.string().describe('a user or an application of the scenario'),
      path: z.string().startsWith('/').describe('/v1.0/..., /beta/... or /subscriptions/...'),
      method: z.string().default('GET'),
      body: z.unknown().optional().describe('JSON'),
      client: z.string().default('gatehouse-cli').describe('application a user signs in through'),
    }),
    async ({ tenant, tokens }, { as, path, method, body, client }) => {
      const { token } = await tokens.issue(subjectFor(tenant, as, client, path));
      // Plain http on the same port: nobody has to trust a certificate to talk to oneself.
      const { port } = new URL(tenant.origin());
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: method.toUpperCase(),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : readJson(text) };
    },
  ),
};

function subjectFor(tenant: TenantContext, as: string, client: string, path: string): TokenSubject {
  const isGraph = /^\/(v1\.0|beta)\//i.test(path);
  const audience = isGraph ? 'https://graph.microsoft.com' : 'https://management.azure.com';
  const app = findApp(tenant, as);
  if (app !== undefined) return appSubject(tenant, app, audience);
  return userSubject(tenant, findUser(tenant, as), requiredApp(tenant, client), audience);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

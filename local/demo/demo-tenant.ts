import type { RunningStack } from '../start/running-stack';
import { callJson } from './json-api';

/** What the demo does in the simulated tenant, as people and as an independent reader would. */
export interface DemoTenant {
  invite(mail: string, displayName: string): Promise<{ id: string; userPrincipalName: string }>;
  addToGroup(group: string, member: string): Promise<void>;
  accept(user: string): Promise<void>;
  /** Lets the guest sign in to its desktop: the pool's, or its own Cloud PC. Says at which check the way ends. */
  signIn(user: string, hostPool: string | undefined): Promise<{ signedIn: boolean; reason?: string }>;
  /** Version of the client on a virtual machine: the simulation's own record, which the product cannot see. */
  clientOn(machineName: string): Promise<string | null>;
  /** Subjects of the mails that were sent to an address. */
  mailsTo(address: string): Promise<string[]>;
  /** A token of an admin user for the given audience. */
  tokenOf(user: string, audience: string): Promise<string>;
  /** Reads Graph, or ARM, with an admin's token: not through the product. */
  graph<T>(path: string): Promise<T>;
  arm<T>(path: string): Promise<T>;
  /** As {@link graph}, for the reports that are asked for by POST. */
  graphReport<T>(path: string, body: unknown): Promise<T>;
}

const READER = 'piet';

/** The tenant answers http beside https on its port; tokens never leave this machine. */
export async function openDemoTenant(stack: RunningStack): Promise<DemoTenant> {
  const base = stack.tenantUrl.replace('https://localhost', 'http://127.0.0.1');
  const control = <T>(action: string, input: unknown) =>
    callJson<T>(`${base}/_control/${action}`, undefined, { method: 'POST', body: JSON.stringify(input) });
  const tokenOf = async (user: string, audience: string) =>
    (await control<{ accessToken: string }>('userToken', { user, audience })).accessToken;
  const graphToken = await tokenOf(READER, 'https://graph.microsoft.com');
  const armToken = await tokenOf(READER, 'https://management.azure.com');
  return {
    invite: (mail, displayName) => control('invite', { mail, displayName, usageLocation: 'NL' }),
    addToGroup: (group, member) => control('addMember', { group, member }),
    accept: (user) => control('accept', { user, homeTenant: 'contoso' }),
    signIn: (user, hostPool) => control('signInToDesktop', { user, hostPool }),
    clientOn: async (name) =>
      (await control<{ client: { version: string } | null }>('showMachine', { name })).client?.version ??
      null,
    mailsTo: async (to) =>
      (await control<{ subject: string }[]>('listMails', { to })).map(({ subject }) => subject),
    tokenOf,
    graph: (path) => callJson(`${base}${path}`, graphToken),
    arm: (path) => callJson(`${base}${path}`, armToken),
    graphReport: (path, body) =>
      callJson(`${base}${path}`, graphToken, { method: 'POST', body: JSON.stringify(body) }),
  };
}

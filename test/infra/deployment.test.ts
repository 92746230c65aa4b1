import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openTables } from '../../shared/state/table/open-tables';
import { readSnapshot, shortName, type PredictedResource } from './snapshot';

const brokerConfig = z.object({
  UserConfig: z.object({
    Namespaces: z.array(
      z.object({
        Queues: z.array(z.object({ Name: z.string(), Properties: z.record(z.string(), z.unknown()) })),
      }),
    ),
  }),
});

/** Names of the tables the app makes for itself at start, seen on the wire. */
async function tablesOfTheApp(): Promise<string[]> {
  const names: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      names.push(z.object({ TableName: z.string() }).parse(JSON.parse(body)).TableName);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const key = Buffer.from('no account has this key').toString('base64');
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=test;AccountKey=${key};TableEndpoint=http://127.0.0.1:${port}/test;`;
  await openTables({ connectionString }).ensure();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return names;
}

const actionsOf = (role: PredictedResource): string[] =>
  z
    .array(z.object({ actions: z.array(z.string()) }))
    .parse(role.properties['permissions'])
    .flatMap(({ actions }) => actions);

describe('a deployment', () => {
  it('has the queues of the development broker, with their properties', () => {
    const file = join(__dirname, '../../local/bus/config.json');
    const [namespace] = brokerConfig.parse(JSON.parse(readFileSync(file, 'utf8'))).UserConfig.Namespaces;
    const inLowerCase = (properties: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(properties).map(([name, value]) => [name.toLowerCase(), value]));
    const wanted = namespace?.Queues.map(({ Name, Properties }) => [Name, inLowerCase(Properties)]);
    const made = readSnapshot('observe')
      .ofType('Microsoft.ServiceBus/namespaces/queues')
      .map((queue) => [shortName(queue), inLowerCase(queue.properties)]);
    expect(Object.fromEntries(made)).toEqual(Object.fromEntries(wanted ?? []));
  });

  it('has the tables the app uses', async () => {
    const made = readSnapshot('observe')
      .ofType('Microsoft.Storage/storageAccounts/tableServices/tables')
      .map(shortName);
    expect(made.sort()).toEqual((await tablesOfTheApp()).sort());
  });

  it.each(['observe', 'everything'] as const)('lets nobody in by a key (%s)', (name) => {
    const { ofType, text: all } = readSnapshot(name);
    const keyless = [
      ...ofType('Microsoft.Storage/storageAccounts').map(
        (found) => found.properties['allowSharedKeyAccess'] === false,
      ),
      ...ofType('Microsoft.ServiceBus/namespaces').map((found) => found.properties['disableLocalAuth']),
      ...ofType('Microsoft.Insights/components').map((found) => found.properties['DisableLocalAuth']),
      ...ofType('Microsoft.KeyVault/vaults').map((found) => found.properties['enableRbacAuthorization']),
      ...ofType('Microsoft.Web/sites/basicPublishingCredentialsPolicies').map(
        (found) => found.properties['allow'] === false,
      ),
    ];
    expect(keyless).toEqual(Array.from({ length: 10 }, () => true));
    expect(all).not.toMatch(/list[A-Z]?\w*Keys?\(|SharedAccessKey|AccountKey/);
  });

  it('may only read desktops by default, and write nothing it does not use when it may operate them', () => {
    const actions = (name: 'observe' | 'everything') =>
      readSnapshot(name).ofType('Microsoft.Authorization/roleDefinitions').flatMap(actionsOf);
    expect(actions('observe')).not.toHaveLength(0);
    expect(actions('observe').filter((action) => !action.endsWith('/read'))).toEqual([]);
    expect(actions('everything').filter((action) => !action.endsWith('/read'))).toEqual([
      'Microsoft.DesktopVirtualization/hostPools/sessionHosts/write',
      'Microsoft.DesktopVirtualization/hostPools/sessionHosts/userSessions/delete',
      'Microsoft.Compute/virtualMachines/start/action',
      'Microsoft.Compute/virtualMachines/restart/action',
      'Microsoft.Compute/virtualMachines/deallocate/action',
      'Microsoft.Compute/virtualMachines/runCommands/write',
      'Microsoft.Compute/virtualMachines/runCommands/delete',
    ]);
  });

  it('runs both parts on Flex Consumption with Node 22 and one identity each', () => {
    const sites = readSnapshot('observe').ofType('Microsoft.Web/sites');
    const identities = sites.map(
      (site) =>
        z.object({ userAssignedIdentities: z.record(z.string(), z.unknown()) }).parse(site['identity'])
          .userAssignedIdentities,
    );
    expect(identities.map((one) => Object.keys(one).length)).toEqual([1, 1]);
    expect(new Set(identities.flatMap((one) => Object.keys(one))).size).toBe(2);
    for (const site of sites) {
      expect(site.properties['functionAppConfig']).toMatchObject({
        runtime: { name: 'node', version: '22' },
      });
    }
    expect(
      readSnapshot('observe')
        .ofType('Microsoft.Web/serverfarms')
        .map((plan) => plan['sku']),
    ).toEqual([
      { name: 'FC1', tier: 'FlexConsumption' },
      { name: 'FC1', tier: 'FlexConsumption' },
    ]);
  });

  it('has alerts that stay on while the cause is there and that name a section of the operating guide', () => {
    const guide = readFileSync(join(__dirname, '../../docs/operating.md'), 'utf8');
    const { ofType } = readSnapshot('everything');
    const alerts = [
      ...ofType('Microsoft.Insights/metricAlerts'),
      ...ofType('Microsoft.Insights/scheduledQueryRules'),
    ];
    expect(alerts).toHaveLength(10);
    for (const alert of alerts) {
      const section = /See docs\/operating\.md, "([^"]+)"/.exec(String(alert.properties['description']))?.[1];
      expect(guide).toMatch(new RegExp(`^### ${section ?? 'no section named'}$`, 'm'));
      expect(alert.properties['autoMitigate']).toBe(true);
    }
  });

  it('closes storage, bus and vault to the internet when asked to', () => {
    const { ofType } = readSnapshot('everything');
    const behind = [
      ...ofType('Microsoft.Storage/storageAccounts'),
      ...ofType('Microsoft.ServiceBus/namespaces'),
      ...ofType('Microsoft.KeyVault/vaults'),
    ];
    expect(behind.map((found) => found.properties['publicNetworkAccess'])).toEqual(
      behind.map(() => 'Disabled'),
    );
    expect(ofType('Microsoft.Network/privateEndpoints')).toHaveLength(10);
  });
});

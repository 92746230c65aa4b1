import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ArmRoutes } from '../../../local/tenant/core/arm-routes';
import { GraphRoutes } from '../../../local/tenant/core/graph-routes';
import { switchDefinitions } from '../../../local/tenant/core/switches';
import { registerSubscriptions } from '../../../local/tenant/notifications/subscriptions';
import { armParts, graphParts } from '../../../local/tenant/parts';

const page = readFileSync(join(process.cwd(), 'docs/simulated-tenant.md'), 'utf8').replaceAll(/ +/g, ' ');

/** ARM paths are written short in the page. */
const SHORT = [
  [
    '/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.Compute/virtualMachines/{vmName}',
    '{vm}',
  ],
  [
    '/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.DesktopVirtualization',
    '{avd}',
  ],
] as const;
/** Said in one sentence or beside their resource. */
const IN_WORDS = [
  /\/userSessions\/\{session\}\/(disconnect|sendMessage)$/,
  /^\{vm\}$/,
  /virtualMachines$/,
  /^\/subscriptions\/\{subscription\}\/providers\/Microsoft\.DesktopVirtualization\/\w+$/,
  /[mM]emberOf\/microsoft\.graph\.(group|directoryRole|administrativeUnit)$/,
  /^\/(groups|directoryObjects)\/\{id\}\/(check|get)Member(Groups|Objects)$/,
  /^\/servicePrincipals\(appId='\{appId\}'\)\//,
];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.ts') && entry.name !== 'switches.ts' ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('docs/simulated-tenant.md', () => {
  it('names every path that is simulated', () => {
    const graph = new GraphRoutes();
    for (const register of graphParts) register(graph);
    registerSubscriptions(graph, () => undefined);
    const arm = new ArmRoutes();
    for (const register of armParts) register(arm);
    const graphPaths = (['v1.0', 'beta'] as const).flatMap((version) =>
      graph.list(version).map(({ pattern }) => pattern),
    );
    const armPaths = arm
      .list()
      .map(({ pattern }) => SHORT.reduce((path, [long, short]) => path.replace(long, short), pattern));
    const missing = [...graphPaths, ...armPaths].filter(
      (path) => !page.includes(`\`${path}\``) && !IN_WORDS.some((said) => said.test(path)),
    );
    expect([...new Set(missing)]).toEqual([]);
  });

  it('names every switch with its default', () => {
    const missing = Object.entries(switchDefinitions).filter(
      ([name, { default: value }]) => !page.includes(`| \`${name}\` | \`${value}\` |`),
    );
    expect(missing.map(([name]) => name)).toEqual([]);
  });
});

describe('every switch', () => {
  it('is asked somewhere', () => {
    const texts = sources(join(process.cwd(), 'local/tenant'));
    const unused = Object.keys(switchDefinitions).filter(
      (name) => !texts.some((text) => text.includes(`'${name}'`)),
    );
    expect(unused).toEqual([]);
  });
});

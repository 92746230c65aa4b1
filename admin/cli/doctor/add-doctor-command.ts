import type { Command } from 'commander';
import { connectGraph } from '../../../shared/clients/graph/connect-graph';
import { graphAppPermissions } from '../../../shared/clients/graph/graph-app-permissions';
import type { ServiceIdentity } from '../../../shared/domain/graph-permission';
import { productVersion } from '../../../shared/product-version';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT, type ExitCode } from '../exit-codes';
import { azureReads } from './azure-reads';
import { examineApp } from './examine-app';
import { examineAzure } from './examine-azure';
import { examinePermissions } from './examine-permissions';
import type { Finding } from './finding';
import { findingsText } from './findings-text';

interface Options {
  subscription?: string;
  resourceGroup?: string;
  runtime?: string;
  offboarding?: string;
  writes: boolean;
  without: string[];
  json: boolean;
}

const MORE = `
Asks the admin API; with --resource-group also Azure, and with object ids also
Microsoft Graph, by your own sign-in. Reads only. Ends with 0 if all is well, 1 if
something is wrong, 3 if something could not be looked at.`;

const EXAMPLES = [
  'doctor',
  'doctor --subscription ID --resource-group rg-gatehouse-production',
  `doctor --json | jq '.findings[] | select(.verdict != "ok")'`,
] as const;

/** `gatehouse doctor`: a deployment, looked at from outside. */
export function addDoctorCommand(program: Command, context: CliContext): void {
  const { env } = context;
  addCommand(program, {
    name: 'doctor',
    description: 'Looks at a deployment from outside; each finding names what mends it.',
    examples: EXAMPLES,
  })
    .option('--subscription <id>', 'subscription of the deployment', env['AZURE_SUBSCRIPTION_ID'])
    .option('--resource-group <name>', 'resource group of the deployment', env['AZURE_RESOURCE_GROUP'])
    .option('--runtime <id>', 'object id of the runtime identity', env['GATEHOUSE_RUNTIME_PRINCIPAL_ID'])
    .option(
      '--offboarding <id>',
      'object id of the offboarding identity',
      env['GATEHOUSE_OFFBOARDING_PRINCIPAL_ID'],
    )
    .option('--writes', 'the identities shall hold what changes something', false)
    .option('--without <permissions...>', 'permissions this deployment has no use for', [])
    .addHelpText('after', MORE)
    .action(async (options: Options) => {
      const findings = await examine(context, options);
      context.print(options.json ? jsonText({ findings }) : findingsText(findings, context.width));
      context.exitWith(exitCodeOf(findings));
    });
}

function exitCodeOf(findings: readonly Finding[]): ExitCode {
  if (findings.some(({ verdict }) => verdict === 'problem')) return EXIT.notWell;
  return findings.some(({ verdict }) => verdict === 'unknown') ? EXIT.unreachable : EXIT.well;
}

async function examine(context: CliContext, options: Options): Promise<Finding[]> {
  const [app, azure, permissions] = await Promise.all([
    examineApp(context.api(), productVersion(), () => context.now().getTime()),
    azureFindings(context, options),
    permissionFindings(context, options),
  ]);
  return [...app, ...azure, ...permissions];
}

function azureFindings(context: CliContext, options: Options): Promise<Finding[]> {
  const { subscription, resourceGroup } = options;
  if (subscription === undefined || resourceGroup === undefined) return Promise.resolve([]);
  const endpoint = context.env['GATEHOUSE_ARM_URL'] ?? 'https://management.azure.com';
  const group = `/subscriptions/${subscription}/resourceGroups/${encodeURIComponent(resourceGroup)}`;
  return examineAzure(azureReads(endpoint, group, context.operator()));
}

function permissionFindings(context: CliContext, options: Options): Promise<Finding[]> {
  const principals: Partial<Record<ServiceIdentity, string>> = {
    ...(options.runtime && { runtime: options.runtime }),
    ...(options.offboarding && { offboarding: options.offboarding }),
  };
  if (Object.keys(principals).length === 0) return Promise.resolve([]);
  const baseUrl = context.env['GATEHOUSE_GRAPH_URL'] ?? 'https://graph.microsoft.com';
  return examinePermissions(graphAppPermissions(connectGraph({ baseUrl, credential: context.operator() })), {
    principals,
    stage: options.writes ? 'writes' : 'observe',
    without: options.without,
    unit: null,
  });
}

import { Option, type Command } from 'commander';
import type { AppPermissions } from '../../../shared/clients/app-permissions';
import { connectGraph } from '../../../shared/clients/graph/connect-graph';
import { graphAppPermissions } from '../../../shared/clients/graph/graph-app-permissions';
import { RetryableError, TerminalError } from '../../../shared/domain/codes';
import { auditPermissions, planHash } from '../../../shared/domain/permission-audit';
import { ApiError } from '../../api-error';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { applyPermissions } from './apply-permissions';
import { auditIdentities, type Audited, type AuditOptions } from './audit-identities';
import { guidOption } from './guid-option';
import { planText } from './plan-text';

interface Options {
  runtime?: string;
  offboarding?: string;
  writes: boolean;
  without: string[];
  administrativeUnit?: string;
  removeSurplus: boolean;
  graphUrl: string;
  json: boolean;
  plan?: string;
}

const MORE = `
The object ids come from GATEHOUSE_RUNTIME_PRINCIPAL_ID and
GATEHOUSE_OFFBOARDING_PRINCIPAL_ID (azd env get-values) unless they are told. You
sign in yourself (az login): to look you need Application.Read.All, to change
Privileged Role Administrator.`;

/** `gatehouse permissions plan | apply | check`: what the identities may do in Microsoft Graph. */
export function addPermissionsCommands(program: Command, context: CliContext): void {
  const permissions = program
    .command('permissions')
    .description(
      'What the service’s identities may do in Microsoft Graph: planned, granted and checked by you.',
    )
    .addHelpText('after', MORE);
  const add = (
    name: string,
    description: string,
    examples: readonly [string, ...string[]],
    act: (options: Options) => Promise<void>,
  ): Command =>
    withOptions(addCommand(permissions, { name, description, examples }), context.env).action(act);
  add(
    'plan',
    'Shows what is to be granted, why, and what it could be abused for. Changes nothing.',
    ['permissions plan', 'permissions plan --writes --administrative-unit ID'],
    (options) => plan(context, options),
  );
  add(
    'apply',
    'Grants what the plan of that hash says, and reads it back.',
    ['permissions apply --plan 0123456789abcdef'],
    (options) => apply(context, options),
  ).option(
    '--plan <hash>',
    'hash of the plan you looked at; without it the plan is shown and nothing is changed',
  );
  add(
    'check',
    'Ends with 1 where too little or too much is granted.',
    ['permissions check', 'permissions check --json | jq .identities'],
    (options) => check(context, options),
  );
}

function withOptions(command: Command, env: NodeJS.ProcessEnv): Command {
  return command
    .addOption(
      guidOption(
        '--runtime <id>',
        'object id of the runtime identity',
        env['GATEHOUSE_RUNTIME_PRINCIPAL_ID'],
      ),
    )
    .addOption(
      guidOption(
        '--offboarding <id>',
        'object id of the offboarding identity',
        env['GATEHOUSE_OFFBOARDING_PRINCIPAL_ID'],
      ),
    )
    .option('--writes', 'also what changes something; without it reads only', false)
    .option('--without <permissions...>', 'permissions this deployment has no use for', [])
    .addOption(
      guidOption('--administrative-unit <id>', 'bounds writes of group members to the groups of this unit'),
    )
    .option('--remove-surplus', 'also take back permissions of Microsoft Graph that are too much', false)
    .addOption(
      new Option('--graph-url <url>', 'Microsoft Graph of this cloud').default(
        env['GATEHOUSE_GRAPH_URL'] ?? 'https://graph.microsoft.com',
      ),
    );
}

async function plan(context: CliContext, options: Options): Promise<void> {
  const { found } = await look(context, options);
  const hash = planHash(found.identities, options.removeSurplus);
  context.print(options.json ? asJson(found, hash) : shown(found, options, hash, context.width));
  context.exitWith(EXIT.well);
}

async function apply(context: CliContext, options: Options): Promise<void> {
  const { found, apps } = await look(context, options);
  const hash = planHash(found.identities, options.removeSurplus);
  if (options.plan === undefined) {
    context.print(
      `${shown(found, options, hash, context.width)}\nNothing was changed: give --plan ${hash} to make it so.`,
    );
    context.exitWith(EXIT.refused);
    return;
  }
  if (options.plan !== hash) {
    throw new ApiError(
      `The plan is no longer ${options.plan} but ${hash}: the tenant or the options changed. Nothing was changed. Look again: gatehouse permissions plan`,
    );
  }
  await legible(
    applyPermissions(apps, found, options.removeSurplus, (line) => {
      if (!options.json) context.print(line);
    }),
  );
  await check(context, options);
}

async function check(context: CliContext, options: Options): Promise<void> {
  const { found } = await look(context, options);
  const audits = found.identities.map(auditPermissions);
  const isWell = audits.every(({ missing, surplus }) => missing.length === 0 && surplus.length === 0);
  const hash = planHash(found.identities, options.removeSurplus);
  const verdict = isWell
    ? 'Well: exactly what is needed is granted. Tokens that were issued before live up to\n24 h: restart the app after a change.'
    : 'NOT WELL. To mend it, with --remove-surplus for what is too much:\n  gatehouse permissions plan';
  context.print(
    options.json ? asJson(found, hash) : `${planText(found, false, context.width)}\n\n${verdict}`,
  );
  context.exitWith(isWell ? EXIT.well : EXIT.notWell);
}

const shown = (found: Audited, options: Options, hash: string, width: number): string =>
  `${planText(found, options.removeSurplus, width)}\n\nPlan ${hash}. To make it so, with the same options:\n  gatehouse permissions apply --plan ${hash}`;

async function look(
  context: CliContext,
  options: Options,
): Promise<{ apps: AppPermissions; found: Audited }> {
  const principals = {
    ...(options.runtime !== undefined && { runtime: options.runtime }),
    ...(options.offboarding !== undefined && { offboarding: options.offboarding }),
  };
  if (Object.keys(principals).length === 0) {
    throw new ApiError(
      'Whose permissions? Give --runtime or --offboarding an object id, or set GATEHOUSE_RUNTIME_PRINCIPAL_ID (azd env get-values shows it)',
    );
  }
  const audit: AuditOptions = {
    principals,
    stage: options.writes ? 'writes' : 'observe',
    without: options.without,
    unit: options.administrativeUnit?.toLowerCase() ?? null,
  };
  const apps = graphAppPermissions(
    connectGraph({ baseUrl: options.graphUrl, credential: context.operator() }),
  );
  return { apps, found: await legible(auditIdentities(apps, audit)) };
}

/** What a service refused is told in a line, not as a crash. */
async function legible<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TerminalError || error instanceof RetryableError) throw new ApiError(error.message);
    throw error;
  }
}

const asJson = ({ identities, remarks }: Audited, hash: string): string =>
  jsonText({
    plan: hash,
    remarks,
    identities: identities.map((one) => ({
      identity: one.identity,
      principalId: one.principalId,
      ...auditPermissions(one),
    })),
  });

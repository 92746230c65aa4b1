import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { createColors } from 'picocolors';
import { apiClient, type ApiClient } from '../api-client';
import { addAuditCommands } from './audit/add-audit-commands';
import { addCapacityCommand } from './capacity/add-capacity-command';
import type { CliContext } from './cli-context';
import { addCompletionCommand } from './completion/add-completion-command';
import { addDoctorCommand } from './doctor/add-doctor-command';
import { addEventsCommands } from './events/add-events-commands';
import { EXIT_CODES_HELP } from './exit-codes';
import { addFailuresCommands } from './failures/add-failures-commands';
import { addGuestCommands } from './guest/add-guest-commands';
import { addHealthCommand } from './health/add-health-command';
import { addCutCommands } from './offboarding/add-cut-commands';
import { addEvidenceCommands } from './offboarding/add-evidence-commands';
import { addOffboardCommands } from './offboarding/add-offboard-commands';
import { addSafetyCommands } from './offboarding/add-safety-commands';
import { addNoticesCommands } from './notices/add-notices-commands';
import { addInventoryCommand } from './inventory/add-inventory-command';
import { addPartnerAdoptCommand } from './partner/add-partner-adopt-command';
import { addPartnerRingsCommand } from './partner/add-partner-rings-command';
import { addPartnerModeCommand } from './partner/add-partner-mode-command';
import { addPartnerCommands } from './partner/add-partner-commands';
import { addPermissionsCommands } from './permissions/add-permissions-commands';
import { addPartnerPrepareCommands } from './prepare/add-partner-prepare-commands';
import { addTenantCommands } from './prepare/add-tenant-commands';
import { addPolicyFileCommands } from './policy-file/add-policy-file-commands';
import { addReceiptsCommands } from './receipts/add-receipts-commands';
import { addReplayCommands } from './replay/add-replay-commands';
import { progressLine } from './progress-line';
import { operatorCredential, SIGN_INS, tokenSource, type SignIn } from './sign-in';
import { widthOf, type Terminal } from './terminal';

interface GlobalOptions {
  url: string;
  audience: string;
  signIn: SignIn;
  tenant?: string;
  client?: string;
}

const ENVIRONMENT = `
Environment:
  GATEHOUSE_URL          address of the installation, as --url
  GATEHOUSE_AUDIENCE     audience of the admin API, as --audience
  GATEHOUSE_TOKEN        an access token to use instead of signing in
  GATEHOUSE_GRAPH_TOKEN  one for Microsoft Graph, for commands that prepare
  GATEHOUSE_ARM_TOKEN    one for Azure, likewise
  GATEHOUSE_GRAPH_URL, GATEHOUSE_ARM_URL
                         addresses of both, where not the public cloud's
  GATEHOUSE_DEBUG        any text: a defect of this command shows its stack
  NO_COLOR, COLUMNS      no colours; how wide text may be (80 in a pipe)

Against the local stack (npm start in another terminal):
  export GATEHOUSE_TOKEN=$(npm run -s tenant:ctl -- user-token --user olga \\
    | jq -r .accessToken)`;

/** The `gatehouse` command: a client of the admin API, but for what people prepare with their own sign-in. */
export function gatehouseProgram(env: NodeJS.ProcessEnv, terminal: Terminal): Command {
  const program = new Command('gatehouse')
    // Wrong arguments are the caller's matter, as is the exit code: 1 is taken for "not well".
    .exitOverride()
    .description('Watches over partner guests and their desktops.')
    .addOption(
      new Option('--url <address>', 'where Gatehouse runs').default(
        env['GATEHOUSE_URL'] ?? 'http://127.0.0.1:7071',
      ),
    )
    .addOption(
      new Option('--audience <uri>', 'audience of the admin API').default(
        env['GATEHOUSE_AUDIENCE'] ?? 'api://gatehouse',
      ),
    )
    .addOption(new Option('--sign-in <how>', 'how to sign in').choices(SIGN_INS).default('default'))
    .option('--tenant <id>', 'tenant to sign in to')
    .option('--client <id>', 'application to sign in through (browser, device-code)')
    .addHelpText('after', EXIT_CODES_HELP + ENVIRONMENT);
  const context = cliContext(program, env, terminal);
  addGuestCommands(program, context);
  addFailuresCommands(program, context);
  addReplayCommands(program, context);
  addReceiptsCommands(program, context);
  const partner = addPartnerCommands(program, context);
  addCutCommands(partner, context);
  addEvidenceCommands(program, addOffboardCommands(partner, context), context);
  addSafetyCommands(program, context);
  addPartnerModeCommand(partner, context);
  addPartnerAdoptCommand(partner, context);
  addPartnerRingsCommand(partner, context);
  addInventoryCommand(program, context);
  addCapacityCommand(program, context);
  addNoticesCommands(program, context);
  addPolicyFileCommands(partner, context);
  addPartnerPrepareCommands(partner, context);
  addTenantCommands(program, context);
  addEventsCommands(program, context);
  addAuditCommands(program, context);
  addHealthCommand(program, context);
  addPermissionsCommands(program, context);
  addDoctorCommand(program, context);
  addCompletionCommand(program, context);
  return program;
}

function cliContext(program: Command, env: NodeJS.ProcessEnv, terminal: Terminal): CliContext {
  const width = widthOf(terminal, env);
  const isPlain = !terminal.isWatched || (env['NO_COLOR'] ?? '') !== '';
  const wait = (seconds: number) => terminal.wait?.(seconds) ?? sleep(seconds * 1000);
  return {
    env,
    api: () => apiOf(program.opts<GlobalOptions>(), env, wait),
    print: (text) => terminal.print(text),
    exitWith: (code) => terminal.exitWith(code),
    operator: () => {
      const { signIn, tenant, client } = program.opts<GlobalOptions>();
      return operatorCredential(
        { signIn, tenantId: tenant, clientId: client },
        { graph: env['GATEHOUSE_GRAPH_TOKEN'], arm: env['GATEHOUSE_ARM_TOKEN'] },
      );
    },
    width,
    colours: createColors(!isPlain),
    progress: () => progressLine(terminal, width),
    confirm: async (question) => {
      const answer = await terminal.ask?.(`${question} [y/N] `);
      return answer === undefined ? undefined : /^y(es)?$/i.test(answer.trim());
    },
    now: () => terminal.now?.() ?? new Date(),
    wait,
  };
}

function apiOf(options: GlobalOptions, env: NodeJS.ProcessEnv, wait: CliContext['wait']): ApiClient {
  const { url, audience, signIn, tenant, client } = options;
  const token = env['GATEHOUSE_TOKEN'];
  return apiClient(url, tokenSource({ token, audience, signIn, tenantId: tenant, clientId: client }), wait);
}

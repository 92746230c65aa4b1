import { Command, Option } from 'commander';
import { apiClient, type ApiClient } from '../api-client';
import { printEventsReport } from './events-report';
import { printEventsStatus, type Printed } from './events-status';
import { addPermissionsCommands } from './permissions/add-permissions-commands';
import { operatorCredential, SIGN_INS, tokenSource, type SignIn } from './sign-in';

/** Where a program prints to; a test has its own. */
export interface Terminal {
  print(text: string): void;
  exitWith(code: number): void;
}

interface GlobalOptions {
  url: string;
  audience: string;
  signIn: SignIn;
  tenant?: string;
  client?: string;
}

const ENVIRONMENT = `
Environment:
  GATEHOUSE_URL       address of the installation, as --url
  GATEHOUSE_TOKEN     an access token to use instead of signing in
  GATEHOUSE_AUDIENCE  audience of the admin API, as --audience
  GATEHOUSE_GRAPH_TOKEN  an access token for Microsoft Graph, for commands that prepare

Against the local stack (npm start in another terminal):
  GATEHOUSE_TOKEN=$(npm run -s tenant:ctl -- user-token --user piet | jq -r .accessToken)
`;

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
    .addHelpText('after', ENVIRONMENT);
  const run = async (act: (api: ApiClient) => Promise<Printed>): Promise<void> => {
    const { text, exitCode } = await act(apiOf(program.opts<GlobalOptions>(), env));
    terminal.print(text);
    terminal.exitWith(exitCode);
  };
  addEvents(program, run);
  const operator = () => {
    const { signIn, tenant, client } = program.opts<GlobalOptions>();
    return operatorCredential({ signIn, tenantId: tenant, clientId: client }, env['GATEHOUSE_GRAPH_TOKEN']);
  };
  addPermissionsCommands(program, { ...terminal, env, operator });
  return program;
}

function apiOf(options: GlobalOptions, env: NodeJS.ProcessEnv): ApiClient {
  const { url, audience, signIn, tenant, client } = options;
  const token = env['GATEHOUSE_TOKEN'];
  return apiClient(url, tokenSource({ token, audience, signIn, tenantId: tenant, clientId: client }));
}

type Run = (act: (api: ApiClient) => Promise<Printed>) => Promise<void>;

function addEvents(program: Command, run: Run): void {
  const events = program.command('events').description('How changes of guests reach Gatehouse.');
  events
    .command('status')
    .description(
      'Subscriptions, their expiry, the last notification; the sweeps and their lag. Ends with 1 if not well.',
    )
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      '\nExamples:\n  gatehouse events status\n  gatehouse events status --json | jq .sweeps',
    )
    .action((options: { json: boolean }) => run((api) => printEventsStatus(api, options)));
  events
    .command('report')
    .description(
      'Which changes no notification announced, how late they were found, what came twice or out of order.',
    )
    .option('--since <span>', 'how far back: 30m, 12h, 7d (30 days at most)', '7d')
    .addOption(new Option('--json', 'print one JSON document').default(false).conflicts('csv'))
    .option('--csv', 'print CSV, one row for each change and each odd notification', false)
    .addHelpText(
      'after',
      '\nExamples:\n  gatehouse events report --since 12h\n  gatehouse events report --since 7d --csv > missed.csv',
    )
    .action(({ since, json, csv }: { since: string; json: boolean; csv: boolean }) =>
      run((api) => printEventsReport(api, { since, format: json ? 'json' : csv ? 'csv' : 'text' })),
    );
}

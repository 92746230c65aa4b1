import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { startBroker } from '../bus/broker';
import { ensureDevelopmentCertificate } from '../certificate/development-certificate';
import { loadScenario } from '../tenant/scenarios/load-scenario';
import { startTenant, type Tenant } from '../tenant/tenant';
import { appSettings, ensureClientState } from './app-settings';
import { startProcess, type StackProcess } from './child-process';
import { announceStack, answers, findRunningStack, withdrawStack, type RunningStack } from './running-stack';
import { takenPorts, type StackPorts } from './stack-ports';

export interface StackOptions {
  ports: StackPorts;
  /** Folder for everything the stack keeps. */
  dataFolder: string;
  /** Forget what earlier runs left. */
  fresh: boolean;
  scenarioFile: string;
  env?: Record<string, string>;
}

export interface Stack extends RunningStack {
  busConnectionString: string;
  /** Process id of the Functions host. */
  hostPid: number;
  /** Resolves with what went wrong if a part of the stack ends by itself. */
  broken: Promise<string>;
  /** Ends everything, the host first. Safe to repeat. */
  stop(): Promise<void>;
}

/** Thrown when the stack cannot start; its message says what to do. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

const START_PATIENCE_MS = 60_000;
/** The simulated tenant's product identity and blocked group, fixed in the scenario files. */
const IDENTITY_CLIENT_ID = '7a2b9d36-8e4c-4fa0-b152-a3c6d7e8f9a1';
const BLOCKED_GROUP = 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c06';

/**
 * Starts Azurite, the broker, the simulated tenant and the Functions host, in this order, and resolves once the
 * app answers. Throws StackError where a port is taken or a part does not come up; what had started is stopped.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dataFolder = resolve(options.dataFolder);
  await refuseTakenPorts(options.ports, dataFolder);
  if (options.fresh) forget(dataFolder);
  mkdirSync(dataFolder, { recursive: true });
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    withdrawStack(dataFolder);
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  try {
    const stack = await bringUp({ ...options, dataFolder }, stops);
    announceStack(dataFolder, stack);
    return { ...stack, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function refuseTakenPorts(ports: StackPorts, dataFolder: string): Promise<void> {
  const running = await findRunningStack(dataFolder);
  if (running !== undefined) {
    throw new StackError(
      `A stack runs on ${dataFolder} already, at ${running.hostUrl} (process ${running.pid}). Use it, or stop it first.`,
    );
  }
  const taken = await takenPorts(ports);
  if (taken.length === 0) return;
  const plural = taken.length === 1 ? `Port ${taken.join()} is` : `Ports ${taken.join(', ')} are`;
  throw new StackError(
    `${plural} taken on 127.0.0.1 by another program. Stop it, or choose other ports: --port-base N takes N to N+4.`,
  );
}

const KEPT = [
  'azurite',
  'azurite-blobs',
  'bus',
  'tenant',
  'host',
  'client-state',
  'traffic.ndjson',
  'host.log',
  'azurite-table.log',
  'azurite-blob.log',
];
function forget(dataFolder: string): void {
  for (const name of KEPT) rmSync(join(dataFolder, name), { recursive: true, force: true });
}

async function bringUp(options: StackOptions, stops: (() => Promise<void>)[]): Promise<Omit<Stack, 'stop'>> {
  const { ports, dataFolder } = options;
  const { certificatePath } = await ensureDevelopmentCertificate(dataFolder);
  const [tables, blobs] = [
    startAzurite('table', ports.tables, dataFolder),
    startAzurite('blob', ports.blobs, dataFolder),
  ];
  stops.push(async () => {
    await Promise.all([tables.stop(), blobs.stop()]);
  });
  const bus = await startBroker({
    config: resolve('local/bus/config.json'),
    port: ports.bus,
    dataFolder: join(dataFolder, 'bus'),
  });
  stops.push(() => bus.stop());
  const tenant = await startTenant({
    port: ports.tenant,
    dataFolder: join(dataFolder, 'tenant'),
    scenario: loadScenario(options.scenarioFile),
    certificateFolder: dataFolder,
    trafficFile: join(dataFolder, 'traffic.ndjson'),
  });
  stops.push(() => tenant.stop());
  const settings = appSettings({
    ports,
    busConnectionString: bus.connectionString,
    tenantUrl: tenant.url,
    tenantId: tenant.tenantId,
    identityEndpoint: tenant.identityEndpoint,
    identityHeader: tenant.identityHeader,
    identityClientId: IDENTITY_CLIENT_ID,
    blockedGroup: BLOCKED_GROUP,
    certificatePath,
    clientState: ensureClientState(dataFolder),
    notices: await noticesOf(tenant),
  });
  const host = startHost(ports.host, dataFolder, { ...process.env, ...settings, ...options.env });
  stops.push(() => host.stop());
  const hostUrl = `http://127.0.0.1:${ports.host}`;
  await untilTrue('answer', host, () => answers(hostUrl));
  await untilTrue(
    'subscribe to changes of the tenant',
    host,
    async () => (await tenant.control.listSubscriptions({})).length >= 2,
  );
  return {
    pid: process.pid,
    hostPid: host.pid,
    hostUrl,
    tenantUrl: tenant.url,
    tenantId: tenant.tenantId,
    certificatePath,
    dataFolder,
    busConnectionString: bus.connectionString,
    broken: Promise.race([
      host.ended.then(() => `The Functions host ended:\n${host.lastLines()}`),
      tables.ended.then(() => `Azurite's tables ended:\n${tables.lastLines()}`),
      blobs.ended.then(() => `Azurite's blobs ended:\n${blobs.lastLines()}`),
    ]),
  };
}

/** The scenario's person who prepares lends a mailbox, where there is one. */
async function noticesOf({ control }: Tenant): Promise<{ mailbox: string; domain: string } | undefined> {
  const mailbox = (await control.names({ kind: 'user' }))['piet'];
  const domain = (await control.tenant({})).verifiedDomains.at(-1);
  return mailbox === undefined || domain === undefined ? undefined : { mailbox, domain };
}

/** One of Azurite's services in a process of its own. */
function startAzurite(service: 'table' | 'blob', port: number, dataFolder: string): StackProcess {
  const script = createRequire(__filename).resolve(`azurite/dist/src/${service}/main.js`);
  const location = join(dataFolder, service === 'table' ? 'azurite' : 'azurite-blobs');
  const where = ['--location', location, `--${service}Host`, '127.0.0.1', `--${service}Port`, String(port)];
  const args = [script, ...where, '--silent', '--skipApiVersionCheck', '--disableTelemetry'];
  return startProcess(args, join(dataFolder, `azurite-${service}.log`));
}

function startHost(port: number, dataFolder: string, env: NodeJS.ProcessEnv): StackProcess {
  const script = resolve('dist/local/host/host-command.js');
  const args = [script, '--app', resolve('.'), '--port', String(port), '--data', join(dataFolder, 'host')];
  return startProcess(args, join(dataFolder, 'host.log'), env);
}

async function untilTrue(what: string, host: StackProcess, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + START_PATIENCE_MS;
  const over = host.ended.then(() => 'over' as const);
  while (Date.now() < deadline) {
    if (await isTrue()) return;
    const tick = new Promise<'tick'>((resolveTick) => setTimeout(resolveTick, 100, 'tick'));
    if ((await Promise.race([over, tick])) === 'over') {
      throw new StackError(`The Functions host ended before the app could ${what}:\n${host.lastLines()}`);
    }
  }
  throw new StackError(`The app did not ${what} within a minute:\n${host.lastLines()}`);
}

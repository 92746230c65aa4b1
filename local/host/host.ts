import { type AppHooks } from './app/app-hooks';
import { type HostLog, silentLog } from './app/host-log';
import { AppInvoker } from './app/invoker';
import { openApp, type OpenApp } from './app/open-app';
import { type CreateDurable, type DurableHalf, type RegisteredFunction } from './app/registered-function';
import { type TriggerListener } from './app/trigger-listener';
import { type Clock } from './clock/clock';
import { createRealClock } from './clock/real-clock';
import { createVirtualClock } from './clock/virtual-clock';
import { createDurable } from './durable/create-durable';
import { type FunctionUrl, functionUrls } from './http/function-urls';
import { HttpFrontEnd } from './http/http-front-end';
import { type HttpRoute, httpRoutes } from './http/http-routes';
import { createListeners, type Listeners } from './listeners';
import { setProcessEnvironment } from './settings/process-environment';

/** How to make a host. */
export interface HostOptions {
  /** The app: its folder, one of its built files, or a function that registers functions. */
  entry: string | (() => unknown);
  /** 0, the default, takes a free port. */
  port?: number;
  /** Where timers and orchestrations keep their state; without it they forget with the host. */
  dataFolder?: string;
  /** The machine's clock (default), one a test moves, or the caller's own. */
  clock?: 'real' | 'virtual' | Clock;
  /** Settings for this run; they win over local.settings.json and the environment, and end with the host. */
  env?: Record<string, string>;
  log?: HostLog;
  /** Makes the durable half; this host's own unless a test brings one with switches. */
  createDurable?: CreateDurable;
}

/** How a host ends. */
export interface StopOptions {
  /** How long running HTTP requests may take to end; 0 cuts them. Default 10,000 ms. */
  graceMs?: number;
}

/** A Functions host for one app in this process. */
export interface Host {
  /** Known once started; 0 before. */
  readonly port: number;
  readonly functions: readonly RegisteredFunction[];
  /** HTTP functions and where they answer. */
  readonly urls: readonly FunctionUrl[];
  readonly clock: Clock;
  readonly invoker: AppInvoker;
  readonly durable: DurableHalf;
  /** Listens and starts every trigger. Once only. Rejects when the port is taken or a trigger cannot start. */
  start(): Promise<void>;
  /** Stops triggers, lets what runs end, closes the server. Safe to repeat; a stopped host cannot start again. */
  stop(options?: StopOptions): Promise<void>;
}

const DURABLE_PATHS = ['/runtime/webhooks/durabletask', '/durabletask'];

/**
 * Loads an app and puts a host together for it; nothing runs before `start`.
 *
 * @throws Error when the app cannot be loaded or registers something this host does not run; it says which.
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const log = options.log ?? silentLog;
  const app = await openApp({ entry: options.entry, env: ownSettings(options), log });
  try {
    return await ComposedHost.compose(options, app, log);
  } catch (error) {
    app.close();
    throw error;
  }
}

/** Settings the host itself owes the app, unless somebody set them. */
function ownSettings({ env = {}, port = 0 }: HostOptions): Record<string, string> {
  const settings = { ...env };
  const isUnset = (name: string): boolean => env[name] === undefined && process.env[name] === undefined;
  if (isUnset('AZURE_FUNCTIONS_ENVIRONMENT')) settings['AZURE_FUNCTIONS_ENVIRONMENT'] = 'Development';
  if (port !== 0 && isUnset('WEBSITE_HOSTNAME')) settings['WEBSITE_HOSTNAME'] = `127.0.0.1:${port}`;
  return settings;
}

class ComposedHost implements Host {
  private restoreName: () => void = () => undefined;
  private stopped: Promise<void> | undefined;

  private constructor(
    private readonly app: OpenApp,
    private readonly wantedPort: number,
    private readonly address: { port: number },
    private readonly routes: readonly HttpRoute[],
    private readonly frontEnd: HttpFrontEnd,
    private readonly listeners: readonly TriggerListener[],
    readonly clock: Clock,
    readonly invoker: AppInvoker,
    readonly durable: DurableHalf,
  ) {}

  static async compose(options: HostOptions, app: OpenApp, log: HostLog): Promise<ComposedHost> {
    const clock = clockOf(options.clock);
    const address = { port: 0 };
    // The invoker asks the durable half for client bindings, and the durable half runs functions by the invoker.
    const durableClient = (hubName?: string): string => durable.durableClient(hubName);
    const invoker = new AppInvoker({ functions: app.functions, hooks: app.hooks, log, durableClient });
    const durable: DurableHalf = await (options.createDurable ?? createDurable)({
      invoker,
      clock,
      dataFolder: options.dataFolder,
      durableTask: app.options.durableTask,
      baseUrl: () => `http://127.0.0.1:${address.port}`,
      log,
    });
    const listeners = createListeners({ app, invoker, clock, dataFolder: options.dataFolder, log });
    const routes = httpRoutes(invoker.functions(), app.options.routePrefix);
    const frontEnd = createFrontEnd({ routes, invoker, streamUrl: app.streamUrl, durable, listeners, log });
    return new ComposedHost(
      app,
      options.port ?? 0,
      address,
      routes,
      frontEnd,
      listeners.all,
      clock,
      invoker,
      durable,
    );
  }

  get port(): number {
    return this.address.port;
  }

  get functions(): readonly RegisteredFunction[] {
    return this.invoker.functions();
  }

  get urls(): readonly FunctionUrl[] {
    return functionUrls(this.routes, this.port);
  }

  async start(): Promise<void> {
    try {
      await runAppHook(this.app.hooks, 'appStart');
      this.address.port = await this.frontEnd.listen(this.wantedPort);
      if (process.env['WEBSITE_HOSTNAME'] === undefined) {
        this.restoreName = setProcessEnvironment({ WEBSITE_HOSTNAME: `127.0.0.1:${this.port}` });
      }
      await this.durable.start();
      for (const listener of this.listeners) await listener.start();
      this.frontEnd.open();
    } catch (error) {
      await Promise.allSettled([this.stop({ graceMs: 0 })]); // The first trouble is the one to tell.
      throw error;
    }
  }

  stop({ graceMs }: StopOptions = {}): Promise<void> {
    return (this.stopped ??= this.stopOnce(graceMs));
  }

  private async stopOnce(graceMs: number | undefined): Promise<void> {
    try {
      await Promise.all([...this.listeners.map((listener) => listener.stop()), this.frontEnd.close(graceMs)]);
      await this.durable.stop();
      await runAppHook(this.app.hooks, 'appTerminate');
    } finally {
      this.restoreName();
      this.app.close();
    }
  }
}

function clockOf(clock: HostOptions['clock']): Clock {
  if (typeof clock === 'object') return clock;
  return clock === 'virtual' ? createVirtualClock() : createRealClock();
}

async function runAppHook(hooks: AppHooks, hook: 'appStart' | 'appTerminate'): Promise<void> {
  await hooks.run(hook, hooks.context(hooks.appLevelData, {}));
}

interface FrontEndInput {
  routes: readonly HttpRoute[];
  invoker: AppInvoker;
  streamUrl: string | undefined;
  durable: DurableHalf;
  listeners: Listeners;
  log: HostLog;
}

function createFrontEnd({
  routes,
  invoker,
  streamUrl,
  durable,
  listeners,
  log,
}: FrontEndInput): HttpFrontEnd {
  const mounted = [{ basePaths: DURABLE_PATHS, fetch: (request: Request) => durable.fetch(request) }];
  return new HttpFrontEnd({
    routes,
    invoker,
    streamUrl,
    mounted,
    admin: {
      functions: invoker.functions(),
      runByHand: (metadata, input) => listeners.runByHand(metadata, input),
    },
    log,
  });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDevelopmentCertificate } from '../certificate/development-certificate';
import { controlOf, answerControl } from './control/control-api';
import type { ControlContext } from './control/control-action';
import type { TenantControl } from './control/control-actions';
import { ArmApi } from './core/arm-api';
import { ArmRoutes } from './core/arm-routes';
import { ArmThrottle } from './core/arm-throttle';
import { ChangeLog } from './core/change-log';
import { restoreClock } from './core/clock-position';
import { FaultRules } from './core/fault-rules';
import { GraphApi } from './core/graph-api';
import { GraphRoutes } from './core/graph-routes';
import { GraphThrottle } from './core/graph-throttle';
import { listenOnLoopback } from './core/loopback-server';
import { SeededIds } from './core/seeded-ids';
import { Store } from './core/store';
import { Switches } from './core/switches';
import { TenantClock, type ClockMode } from './core/tenant-clock';
import type { TenantContext } from './core/tenant-context';
import { tenantFront, type Door } from './core/tenant-front';
import { TenantSettings } from './core/tenant-settings';
import { ThrottleLedger } from './core/throttle-ledger';
import { TrafficLog, type TrafficEntry } from './core/traffic-log';
import { users } from './directory/directory-objects';
import { NotificationPump } from './notifications/notification-pump';
import { ReauthorizationNotices } from './notifications/reauthorization-notices';
import { registerSubscriptions } from './notifications/subscriptions';
import { armParts, graphParts, resumeParts } from './parts';
import { layOutScenario } from './scenarios/lay-out-scenario';
import type { Scenario } from './scenarios/scenario-schema';
import { AccessTokens } from './sign-in/access-tokens';
import { SignInApi } from './sign-in/sign-in-api';

export interface TenantOptions {
  /** 0 or left out: any free port. */
  port?: number;
  /** Where the state lives; without it the state ends with the process. */
  dataFolder?: string;
  /** What the tenant holds at its first start; ignored when the data folder holds a tenant already. */
  scenario: Scenario;
  /** Fixes object ids and chance. */
  seed?: string;
  /** `virtual`: time stands still but for `advanceClock`. */
  clock?: ClockMode;
  /** Every exchange is appended here, one JSON document a line. */
  trafficFile?: string;
  /** Folder of the development certificate. */
  certificateFolder?: string;
  /** What clients of the managed-identity endpoint must send as X-IDENTITY-HEADER. */
  identityHeader?: string;
}

export interface Tenant {
  /** `https://localhost:port`: Graph below /v1.0 and /beta, ARM below /subscriptions, sign-in below /{tenantId}. */
  url: string;
  /** What a client has to trust to speak https with the tenant. */
  certificatePath: string;
  /** `http://127.0.0.1:port/msi/token`, for IDENTITY_ENDPOINT. */
  identityEndpoint: string;
  /** For IDENTITY_HEADER. */
  identityHeader: string;
  tenantId: string;
  /** False when the data folder held a tenant already: the scenario was then not laid out. */
  isFirstStart: boolean;
  control: TenantControl;
  /** Shows every further exchange; returns how to stop it. */
  onTraffic(listener: (entry: TrafficEntry) => void): () => void;
  /** Stops listening and closes the files. Safe to repeat. */
  stop(): Promise<void>;
}

const DEVELOPMENT_IDENTITY_HEADER = 'development-identity-header';

/** Starts the simulated tenant; resolves when it listens. Throws when the port is taken or the journal damaged. */
export async function startTenant(options: TenantOptions): Promise<Tenant> {
  let origin = '';
  const tenant: TenantContext = { ...contextOf(options), origin: () => origin };
  restoreClock(tenant);
  const isFirstStart = !tenant.settings.isLaidOut();
  if (isFirstStart) layOutScenario(tenant, options.scenario);
  for (const [name, value] of Object.entries(options.scenario.switches)) tenant.switches.set(name, value);
  const tokens = await AccessTokens.open(tenant);
  const pump = new NotificationPump(tenant);
  const identityHeader = options.identityHeader ?? DEVELOPMENT_IDENTITY_HEADER;
  const control = { tenant, tokens, pump };
  const front = frontOf(control, identityHeader);
  const { certificatePath, keyPath } = await ensureDevelopmentCertificate(
    options.certificateFolder ?? join(process.cwd(), '.local'),
  );
  const certificate = { key: readFileSync(keyPath, 'utf8'), cert: readFileSync(certificatePath, 'utf8') };
  const server = await listenOnLoopback(options.port ?? 0, certificate, front).catch(
    async (error: unknown) => {
      await stop(control, () => Promise.resolve());
      throw error;
    },
  );
  origin = `https://localhost:${server.port}`;
  pump.start();
  for (const resume of resumeParts) resume(tenant);
  tenant.store.flush();
  let stopped: Promise<void> | undefined;
  return {
    url: origin,
    certificatePath,
    identityEndpoint: `http://127.0.0.1:${server.port}/msi/token`,
    identityHeader,
    tenantId: tenant.settings.tenant.id,
    isFirstStart,
    control: controlOf(control),
    onTraffic: (listener) => tenant.traffic.listen(listener),
    stop: () => (stopped ??= stop(control, () => server.close())),
  };
}

function contextOf(options: TenantOptions): Omit<TenantContext, 'origin'> {
  const store = new Store(options.dataFolder);
  const ids = new SeededIds(options.seed ?? 'gatehouse', store);
  const clock = new TenantClock(options.clock);
  return {
    store,
    ids,
    clock,
    changes: new ChangeLog(store, clock),
    switches: new Switches(),
    settings: new TenantSettings(store),
    faults: new FaultRules(ids),
    throttles: new ThrottleLedger(),
    traffic: new TrafficLog(options.trafficFile),
    commit: (task) => {
      try {
        return task();
      } finally {
        store.flush();
      }
    },
  };
}

function frontOf(context: ControlContext, identityHeader: string): Door {
  const { tenant, tokens, pump } = context;
  const notices = new ReauthorizationNotices(tenant, pump);
  notices.start();
  const graphRoutes = new GraphRoutes();
  for (const register of graphParts) register(graphRoutes);
  registerSubscriptions(graphRoutes, (subscriptionId) => notices.watch(subscriptionId));
  const armRoutes = new ArmRoutes();
  for (const register of armParts) register(armRoutes);
  const graphThrottle = new GraphThrottle(tenant, () => tenant.store.in(users).size);
  const graph = new GraphApi(tenant, graphRoutes, tokens, graphThrottle);
  const arm = new ArmApi(tenant, armRoutes, tokens, new ArmThrottle(tenant));
  const login = new SignInApi(tenant, tokens, identityHeader);
  return tenantFront(tenant, {
    graph: (request) => graph.answer(request),
    arm: (request) => arm.answer(request),
    login: (request) => login.answer(request),
    control: (request) => answerControl(context, request),
  });
}

async function stop({ tenant, pump }: ControlContext, close: () => Promise<void>): Promise<void> {
  pump.stop();
  tenant.clock.stop();
  await close();
  tenant.store.close();
  await tenant.traffic.close();
}

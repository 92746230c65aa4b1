import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpRequest, InvocationContext, type HttpHandler, type HttpMethod } from '@azure/functions';
import { generateKeyPair } from 'jose';
import { graphLifecycle } from '../../../functions/events/graph-lifecycle';
import { graphNotifications } from '../../../functions/events/graph-notifications';
import { dispatchHints } from '../../../functions/events/hints';
import { knownSubscriptions } from '../../../functions/events/known-subscriptions';
import { markAsked } from '../../../functions/events/mark-asked';
import { noteHeard } from '../../../functions/events/note-heard';
import { SAMPLE_POLICY } from '../../../local/demo/sample-policy';
import { armDesktops } from '../../../shared/clients/arm/arm-desktops';
import { connectArm } from '../../../shared/clients/arm/connect-arm';
import { connectGraph } from '../../../shared/clients/graph/connect-graph';
import { graphDirectory } from '../../../shared/clients/graph/graph-directory';
import { graphGroupChanges } from '../../../shared/clients/graph/graph-group-changes';
import { graphGroups } from '../../../shared/clients/graph/graph-groups';
import { graphPartnerSettings } from '../../../shared/clients/graph/graph-partner-settings';
import { graphPartnerTenant } from '../../../shared/clients/graph/graph-partner-tenant';
import { graphSubscriptions } from '../../../shared/clients/graph/graph-subscriptions';
import { graphUserChanges } from '../../../shared/clients/graph/graph-user-changes';
import { tenantId } from '../../../shared/domain/ids';
import { missedEvents } from '../../../shared/domain/missed-events';
import { partnerPolicySchema } from '../../../shared/domain/partner-policy';
import { dayOf } from '../../../shared/domain/sighting';
import { silentMetrics } from '../../support/silent-metrics';
import { createSubjectLife } from '../../../shared/state/subject-life';
import { credentialOf, onePartner, stopTenants } from '../../local/tenant/tenant-under-test';
import { memoryDocuments } from '../../../shared/state/memory/memory-documents';
import { memoryState } from '../../shared/state/on-both-adapters';
import { MemoryHintBus } from '../../support/memory-hint-bus';

const running = new Set<Server>();

/** A context whose log the test can read. */
export function contextOf(log: string[] = []): InvocationContext {
  return new InvocationContext({
    functionName: 'test',
    logHandler: (level, ...args) => void log.push(`${level} ${args.map(String).join(' ')}`),
  });
}

/**
 * The ways by which changes reach the product, beside a tenant on virtual time: the webhooks over HTTP, the
 * dispatcher, and state and bus in memory. Runs are only noted; nothing acts on a guest.
 */
export type EventsUnderTest = Awaited<ReturnType<typeof eventsUnderTest>>;

/** Made once: an RSA key takes as long as ten tests. */
let keyPair: ReturnType<typeof generateKeyPair> | undefined;

/** `stopAll` ends it. */
export async function eventsUnderTest() {
  const tenant = await onePartner({ clock: 'virtual' });
  const clock = { ms: Date.parse((await tenant.control.clock({})).now) };
  const keys = await (keyPair ??= generateKeyPair('RS256'));
  const [log, starts, asked] = [[] as string[], [] as string[], [] as string[]];
  const now = () => new Date(clock.ms);
  const graph = connectGraph({
    baseUrl: tenant.url,
    credential: credentialOf(tenant),
    onRequest: ({ method, pathTemplate }) => void asked.push(`${method} ${pathTemplate}`),
  });
  const [state, bus] = [memoryState(), new MemoryHintBus()];
  const ports = {
    ...state,
    documents: memoryDocuments(),
    desktops: armDesktops(connectArm({ endpoint: tenant.url, credential: credentialOf(tenant) })),
    hints: bus,
    life: createSubjectLife(state.subjects, bus),
    directory: graphDirectory(graph),
    subscriptions: graphSubscriptions(graph),
    userChanges: graphUserChanges(graph),
    groupChanges: graphGroupChanges(graph),
    groups: graphGroups(graph),
    partnerSettings: graphPartnerSettings(graph),
    partnerTenant: graphPartnerTenant(graph),
    metrics: silentMetrics,
    tenantId: tenantId(tenant.tenantId),
    clientState: 'a-key-of-at-least-32-characters-for-hashes',
    validationTokens: {
      keys: () => Promise.resolve(keys.publicKey),
      appId: 'app',
      tenantId: tenantId(tenant.tenantId),
    },
    now,
  };
  const deps = { ...ports, known: knownSubscriptions(ports) };
  const handlers = { '/notifications': graphNotifications(deps), '/lifecycle': graphLifecycle(deps) };
  const switches = { isDown: false };
  const url = await serve(handlers, switches, log);
  const dispatch = dispatchHints({
    ...ports,
    noteHeard: noteHeard(ports),
    markAsked: (ids) => markAsked(ports, ids),
  });
  const runs = {
    start: (subject: { id: string }) => Promise.resolve(void starts.push(subject.id)),
    read: () => Promise.resolve('missing' as const),
    terminate: () => Promise.resolve(),
    purgeCompleted: () => Promise.resolve(0),
  };
  return {
    tenant,
    ports: { ...ports, notificationUrl: `${url}/notifications`, lifecycleUrl: `${url}/lifecycle` },
    deps,
    bus,
    url,
    log,
    /** Guests whose run was started, in order. */
    starts,
    /** Requests to Graph so far. */
    asked,
    /** `isDown`: the webhook answers 503. */
    switches,
    now,
    /** In steps: what the tenant does on the way finds the product's clock no more than a step ahead. */
    advance: async (minutes: number) => {
      const stepMinutes = Math.max(1, minutes / 24);
      for (let left = minutes; left > 0; left -= stepMinutes) {
        const step = { minutes: Math.min(left, stepMinutes) };
        clock.ms += step.minutes * 60_000;
        await tenant.control.advanceClock(step);
      }
    },
    applyPolicy: (changes: Record<string, unknown> = {}) =>
      state.partners.put(partnerPolicySchema.parse({ ...SAMPLE_POLICY, ...changes }), undefined),
    /** Lets notices arrive, and the dispatcher take what is due. */
    settle: async () => {
      await tenant.control.drainNotifications({});
      for (let batch = bus.takeDue(clock.ms); batch.length > 0; batch = bus.takeDue(clock.ms))
        await dispatch(batch, contextOf(log), runs);
    },
    /** Ends the runs that were started, as if they had done their work. */
    endRuns: async () => {
      for await (const row of state.subjects.list({ live: true })) {
        const stored = await state.subjects.read(row.subject);
        await state.subjects.replace({ ...row, live: false, openSeq: row.seq, state: 'ready' }, stored!.etag);
      }
    },
    report: async (sinceHours = 24) =>
      missedEvents(
        await state.sightings.from(dayOf(new Date(0).toISOString())),
        clock.ms - sinceHours * 3_600_000,
      ),
  };
}

/** For afterEach. */
export async function stopAll(): Promise<void> {
  await stopTenants();
  await Promise.all(
    [...running].map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
  running.clear();
}

/** Calls an HTTP function as the host does. */
export function call(handler: HttpHandler, path: string, body?: string, log: string[] = [], headers = {}) {
  const url = `http://127.0.0.1${path}`;
  const request = new HttpRequest({
    url,
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    query: Object.fromEntries(new URL(url).searchParams),
    ...(body === undefined ? {} : { body: { string: body } }),
  });
  return Promise.resolve(handler(request, contextOf(log)));
}

async function serve(
  handlers: Record<string, HttpHandler>,
  switches: { isDown: boolean },
  log: string[],
): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '', 'http://127.0.0.1');
      const body = await textOf(request);
      const handler = handlers[url.pathname];
      if (switches.isDown || handler === undefined) return response.writeHead(503).end();
      const made = new HttpRequest({
        url: url.href,
        method: request.method as HttpMethod,
        query: Object.fromEntries(url.searchParams),
        headers: { 'content-type': 'application/json' },
        body: { string: body },
      });
      const answer = (await handler(made, contextOf(log))) as {
        status?: number;
        body?: string;
        headers?: object;
      };
      return response.writeHead(answer.status ?? 200, { ...answer.headers }).end(answer.body);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.add(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

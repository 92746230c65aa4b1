import { randomUUID } from 'node:crypto';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { clientStateHash } from '../../functions/events/client-state';
import { graphNotifications } from '../../functions/events/graph-notifications';
import { dispatchHints } from '../../functions/events/hints';
import { knownSubscriptions } from '../../functions/events/known-subscriptions';
import { sweepGuests } from '../../functions/schedules/sweep-guests';
import type { Directory } from '../../shared/clients/directory';
import type { UserChange } from '../../shared/clients/user-changes';
import type { UserFacts } from '../../shared/domain/guest-facts';
import type { Hint } from '../../shared/domain/hint';
import { guestId, stableGuid, tenantId } from '../../shared/domain/ids';
import { partnerPolicySchema } from '../../shared/domain/partner-policy';
import { memoryCursors } from '../../shared/state/memory/memory-cursors';
import { memoryFailures } from '../../shared/state/memory/memory-failures';
import { memoryPartners } from '../../shared/state/memory/memory-partners';
import { memorySubjects } from '../../shared/state/memory/memory-subjects';
import { memorySubscriptionRecords } from '../../shared/state/memory/memory-subscription-records';
import { createSubjectLife } from '../../shared/state/subject-life';
import { SAMPLE_POLICY } from '../demo/sample-policy';
import type { BenchFigures } from './bench-figures';

const NOTIFICATIONS = 10_000;
const PER_SECOND = 200;
const ITEMS_PER_DELIVERY = 20;
const BURST_GUESTS = 200;
const BURST_CHANGES = 10;
const DUPLICATES = 0.3;
const SWEPT_USERS = 100_000;
const PAGE = 200;
const BYTES_PER_MIB = 2 ** 20;

const [KEY, SECRET] = ['a-key-of-at-least-32-characters!', 'the-secret-of-the-bench'];
const TENANT = tenantId(stableGuid('tenant'));
const START_MS = Date.parse('2026-09-01T12:00:00.000Z');
const context = () => new InvocationContext({ functionName: 'bench', logHandler: () => undefined });

/**
 * How events are taken in: the webhook's handler on 10,000 notifications at 200 a second of virtual time, the
 * dispatcher on a burst with 30 % duplicates, the sweep on 100,000 users. State, bus and directory are in memory, so
 * the figures are of this code alone, not of a network.
 */
export async function benchEvents(): Promise<BenchFigures> {
  return { ...(await webhookFigures()), ...(await burstFigures()), ...(await sweepFigures()) };
}

async function webhookFigures(): Promise<BenchFigures> {
  const clock = { ms: START_MS };
  const subscriptionRecords = memorySubscriptionRecords();
  await subscriptionRecords.insert(recordOfBench());
  let [sends, hinted] = [0, 0];
  const send = (hints: readonly Hint[]) => {
    sends += 1;
    hinted += hints.length;
    return Promise.resolve();
  };
  const deps = { subscriptionRecords, now: () => new Date(clock.ms) };
  const handler = graphNotifications({
    ...deps,
    tenantId: TENANT,
    clientState: KEY,
    hints: { send },
    known: knownSubscriptions(deps),
    validationTokens: { keys: () => Promise.reject(new Error('no key')), appId: null, tenantId: TENANT },
  });
  const bodies = deliveries();
  const [durations, parseMicros] = [[] as number[], parseCost(bodies)];
  // Warm up; what a cold start costs is the host's figure, not this one.
  for (const body of bodies) await handler(requestOf(body), context());
  let acknowledged = 0;
  [sends, hinted] = [0, 0];
  const cpuBefore = process.cpuUsage();
  for (const body of bodies) {
    clock.ms += (ITEMS_PER_DELIVERY / PER_SECOND) * 1000;
    const beganMs = performance.now();
    const answer = await handler(requestOf(body), context());
    durations.push(performance.now() - beganMs);
    if ((answer as { status?: number }).status === 202) acknowledged += 1;
  }
  const cpu = process.cpuUsage(cpuBefore);
  durations.sort((a, b) => a - b);
  return {
    webhookNotifications: NOTIFICATIONS,
    webhookNotificationsHinted: hinted,
    webhookAcknowledgedShare: acknowledged / bodies.length,
    webhookHandlingP99Ms: round(durations[Math.floor(durations.length * 0.99)] ?? 0),
    webhookBusSendsPerRequest: sends / bodies.length,
    webhookCpuPerEventAsMultipleOfJsonParse: round((cpu.user + cpu.system) / parseMicros),
    webhookVirtualSeconds: (clock.ms - START_MS) / 1000,
  };
}

function recordOfBench() {
  const at = new Date(START_MS).toISOString();
  return {
    key: 'users',
    resource: 'users' as const,
    id: 's-1',
    clientStateHash: clientStateHash(KEY, SECRET),
    createdAt: at,
    expiresAt: at,
    patchedAt: at,
    askedAt: null,
    retiredAt: null,
    heardAt: null,
  };
}

function deliveries(): string[] {
  const item = (n: number) => {
    const id = stableGuid(`user-${n}`);
    return {
      changeType: 'updated',
      clientState: SECRET,
      tenantId: TENANT,
      subscriptionId: 's-1',
      subscriptionExpirationDateTime: '2026-09-24T23:21:19.3554403+00:00',
      resource: `Users/${id}`,
      resourceData: {
        '@odata.type': '#Microsoft.Graph.User',
        '@odata.id': `Users/${id}`,
        id,
        organizationId: TENANT,
        eventTime: '2026-09-01T11:59:31.3062901Z',
        sequenceNumber: n + 1,
      },
    };
  };
  return Array.from({ length: NOTIFICATIONS / ITEMS_PER_DELIVERY }, (_, delivery) => {
    const value = Array.from({ length: ITEMS_PER_DELIVERY }, (_none, n) =>
      item(delivery * ITEMS_PER_DELIVERY + n),
    );
    return JSON.stringify({ value });
  });
}

/** Microseconds of CPU that reading all bodies as JSON costs. */
function parseCost(bodies: readonly string[]): number {
  for (const body of bodies) JSON.parse(body);
  const before = process.cpuUsage();
  for (const body of bodies) JSON.parse(body);
  const { user, system } = process.cpuUsage(before);
  return Math.max(1, user + system);
}

const requestOf = (body: string) =>
  new HttpRequest({
    url: 'http://127.0.0.1/api/graph/notifications',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: { string: body },
  });

/** Every guest changes ten times at once, and three of ten messages come twice. */
async function burstFigures(): Promise<BenchFigures> {
  const subjects = memorySubjects();
  let [starts, ownHints, reads] = [0, 0, 0];
  const minted = new Set<string>();
  const hints = { send: (sent: readonly Hint[]) => Promise.resolve(void (ownHints += sent.length)) };
  const directory = {
    readUsers: (ids: readonly UserFacts['id'][]) => {
      reads += 1;
      return Promise.resolve(new Map(ids.map((id) => [id, factsOf(id)])));
    },
  } as unknown as Directory;
  const life = createSubjectLife(subjects, hints);
  const dispatch = dispatchHints({
    directory,
    subjects,
    life,
    hints,
    failures: memoryFailures(),
    partners: memoryPartners(),
    now: () => new Date(START_MS),
  });
  const runs = {
    start: (subject: { id: string }, run: number) => {
      starts += 1;
      return Promise.resolve(void minted.add(`${subject.id}-${run}`));
    },
    read: () => Promise.resolve('missing' as const),
    terminate: () => Promise.resolve(),
    purgeCompleted: () => Promise.resolve(0),
  };
  const messages = burst();
  for (let at = 0; at < messages.length; at += 100)
    await dispatch(messages.slice(at, at + 100), context(), runs);
  return {
    burstMessages: messages.length,
    burstGuests: BURST_GUESTS,
    burstHintsPerGuestPerRun: messages.length / minted.size,
    burstRunsPerGuest: minted.size / BURST_GUESTS,
    burstStartCallsPerRun: starts / minted.size,
    burstHintsSentByTheDispatcher: ownHints,
    burstDirectoryReadsPerBatch: reads / Math.ceil(messages.length / 100),
  };
}

function burst(): Hint[] {
  const messages: Hint[] = [];
  for (let change = 0; change < BURST_CHANGES; change += 1) {
    for (let guest = 0; guest < BURST_GUESTS; guest += 1) {
      const hint = {
        kind: 'guest' as const,
        id: stableGuid(`guest-${guest}`),
        hintId: randomUUID(),
        tries: 0,
      };
      const isDoubled = (change * BURST_GUESTS + guest) % 10 < DUPLICATES * 10;
      messages.push(hint, ...(isDoubled ? [hint] : []));
    }
  }
  return messages;
}

const factsOf = (id: UserFacts['id']): UserFacts => ({
  id,
  userType: 'Guest',
  externalUserState: 'Accepted',
  externalUserStateChangedAt: null,
  creationType: 'Invitation',
  accountEnabled: true,
  issuers: [],
  domain: 'contoso.com',
});

/** A first round over a large tenant, of which one user in twenty is a guest. */
async function sweepFigures(): Promise<BenchFigures> {
  let [requests, hinted, mostBytes] = [0, 0, 0];
  const page = (index: number) => {
    requests += 1;
    const changes = Array.from({ length: PAGE }, (_, n): UserChange => {
      const number = index * PAGE + n;
      const user = guestId(stableGuid(`swept-${number}`));
      const facts = { ...factsOf(user), ...(number % 20 === 0 ? {} : MEMBER) };
      return { user, kind: 'present', facts, createdAt: null };
    });
    mostBytes = Math.max(mostBytes, process.memoryUsage().heapUsed);
    return Promise.resolve({ changes, link: String(index + 1), isEnd: (index + 1) * PAGE >= SWEPT_USERS });
  };
  const [partners, subjects] = [memoryPartners(), memorySubjects()];
  await partners.put(partnerPolicySchema.parse(SAMPLE_POLICY), undefined);
  const heapBefore = process.memoryUsage().heapUsed;
  const beganMs = performance.now();
  await sweepGuests({
    userChanges: { first: () => page(0), follow: (link) => page(Number(link)) },
    directory: { readUsers: () => Promise.resolve(new Map()) } as unknown as Directory,
    subjects,
    partners,
    cursors: memoryCursors(),
    hints: { send: (hints) => Promise.resolve(void (hinted += hints.length)) },
    now: () => new Date(),
  })(context());
  let rows = 0;
  for await (const row of subjects.list({ kind: 'guest' })) rows += Number(row.state === 'observed');
  return {
    sweptUsers: SWEPT_USERS,
    sweepRequests: requests,
    sweepUsersPerRequest: PAGE,
    sweepBaselineRows: rows,
    sweepHints: hinted,
    sweepHeapGrowthMiB: Math.max(0, Math.round((mostBytes - heapBefore) / BYTES_PER_MIB)),
    sweepElapsedMs: Math.round(performance.now() - beganMs),
  };
}

const MEMBER = { userType: 'Member', externalUserState: null, creationType: null } as const;

const round = (value: number): number => Math.round(value * 100) / 100;

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadScenario } from '../tenant/scenarios/load-scenario';
import { startTenant, type Tenant } from '../tenant/tenant';
import type { BenchFigures } from './bench-figures';

const READS = 2_000;
const WRITES = 1_000;
const AT_ONCE = 8;
const BYTES_PER_MIB = 2 ** 20;

/**
 * What the simulated tenant does in a second and needs to start: GET user and member add over TLS through kept
 * connections, with a journal on disk, and the start with 5,000 guests. One process, client and server together.
 */
export async function benchTenant(): Promise<BenchFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tenant-bench-'));
  try {
    const start = await startFigures(folder);
    return { ...start, ...(await requestFigures(folder)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startFigures(folder: string): Promise<BenchFigures> {
  const scenario = loadScenario('five-thousand-guests');
  const dataFolder = join(folder, 'large');
  const residentBefore = process.memoryUsage().rss;
  const first = await timed(() => startTenant({ scenario, dataFolder }));
  const residentAfter = process.memoryUsage().rss;
  await first.result.stop();
  const second = await timed(() => startTenant({ scenario, dataFolder }));
  await second.result.stop();
  return {
    tenantFirstStartOf5000GuestsMs: Math.round(first.elapsedMs),
    tenantRestartOf5000GuestsMs: Math.round(second.elapsedMs),
    tenantResidentWith5000GuestsMiB: Math.round(residentAfter / BYTES_PER_MIB),
    tenantResidentGrowthWith5000GuestsMiB: Math.round((residentAfter - residentBefore) / BYTES_PER_MIB),
  };
}

async function requestFigures(folder: string): Promise<BenchFigures> {
  const tenant = await startTenant({
    scenario: loadScenario('five-thousand-guests'),
    dataFolder: join(folder, 'requests'),
  });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE, rejectUnauthorized: false });
  try {
    const { accessToken } = await tenant.control.appToken({ app: 'gatehouse-runtime' });
    const call = caller(tenant, agent, accessToken);
    const guests = await tenant.control.listUsers({ onlyGuests: true });
    const group = (await tenant.control.names({ kind: 'group' }))['gatehouse-contoso-access'] ?? '';
    const guest = (at: number): string => guests[at % guests.length]?.id ?? '';
    const reads = await timed(() =>
      inParallel(READS, (at) => call('GET', `/v1.0/users/${guest(at)}?$select=id,externalUserState`)),
    );
    const writes = await timed(() =>
      inParallel(WRITES, (at) =>
        call('POST', `/v1.0/groups/${group}/members/$ref`, {
          '@odata.id': `${tenant.url}/v1.0/directoryObjects/${guest(at)}`,
        }),
      ),
    );
    return {
      tenantGetUserPerSecond: Math.round((READS * 1000) / reads.elapsedMs),
      tenantMemberAddPerSecond: Math.round((WRITES * 1000) / writes.elapsedMs),
      tenantRefusedCalls: [...reads.result, ...writes.result].filter((status) => status >= 400).length,
      tenantResidentAfterRequestsMiB: Math.round(process.memoryUsage().rss / BYTES_PER_MIB),
    };
  } finally {
    agent.destroy();
    await tenant.stop();
  }
}

type Call = (method: string, path: string, body?: unknown) => Promise<number>;

/** `rejectUnauthorized` is off for this loopback agent alone: a bench must not depend on NODE_EXTRA_CA_CERTS. */
function caller(tenant: Tenant, agent: Agent, token: string): Call {
  return async (method, path, body) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const outgoing = request(`${tenant.url}${path}`, {
      method,
      agent,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      },
    });
    outgoing.end(text);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return response.statusCode ?? 0;
  };
}

async function inParallel(count: number, run: (at: number) => Promise<number>): Promise<number[]> {
  const statuses: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < count; at = next++) statuses.push(await run(at));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return statuses;
}

async function timed<T>(run: () => Promise<T>): Promise<{ result: T; elapsedMs: number }> {
  const startedAt = performance.now();
  const result = await run();
  return { result, elapsedMs: performance.now() - startedAt };
}

import { readFileSync, writeFileSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { callJson } from '../demo/json-api';
import { openDemoTenant, type DemoTenant } from '../demo/demo-tenant';
import { openGatehouseApi } from '../demo/gatehouse-api';
import { SAMPLE_POLICY } from '../demo/sample-policy';
import { startStack, type Stack } from '../start/stack';
import { stackPorts } from '../start/stack-ports';
import type { BenchFigures } from './bench-figures';

const FOLDER = '.local/bench';
const PORT_BASE = 7971;
const PATIENCE_MS = 240_000;
const LOOK_AGAIN_MS = 500;

/** A hundred hosts beside the three of the sample partner. */
const SCENARIO = `extends: one-partner
description: The sample partner with a hundred hosts more.
azure:
  subscriptions:
    - id: c0ffee00-1d2e-4f3a-8b4c-5d6e7f809102
      resourceGroups:
        - name: rg-contoso-desktops
          hostPools:
            - name: hp-contoso
              manyHosts: { count: 110, prefix: avd-contoso-more }
`;

/** Seconds to start the stack; Graph and ARM calls and writes for each onboarded guest, for 1 and for 100 guests. */
export async function benchProduct(): Promise<BenchFigures> {
  mkdirSync(FOLDER, { recursive: true });
  const scenarioFile = `${FOLDER}/scenario.yaml`;
  writeFileSync(scenarioFile, SCENARIO);
  const startedAt = performance.now();
  const stack = await startStack({
    ports: stackPorts(PORT_BASE),
    dataFolder: FOLDER,
    fresh: true,
    scenarioFile,
  });
  const startSeconds = (performance.now() - startedAt) / 1000;
  try {
    const tenant = await openDemoTenant(stack);
    const api = openGatehouseApi(stack, await tenant.tokenOf('olga', 'api://gatehouse'));
    await api.applySamplePolicy();
    const one = await onboard(stack, tenant, 1);
    const hundred = await onboard(stack, tenant, 100);
    return {
      startSeconds: round(startSeconds),
      callsPerGuestFor1: one.calls,
      writesPerGuestFor1: one.writes,
      wallSecondsFor1: one.seconds,
      callsPerGuestFor100: round(hundred.calls / 100),
      writesPerGuestFor100: round(hundred.writes / 100),
      wallSecondsFor100: hundred.seconds,
      hostPeakResidentMiB: peakMiB(stack.hostPid),
    };
  } finally {
    await stack.stop();
  }
}

interface Onboarded {
  calls: number;
  writes: number;
  seconds: number;
}

/** From the first invitation until all are ready: what the product asked of Graph and ARM, the demo's own calls left out. */
async function onboard(stack: Stack, tenant: DemoTenant, count: number): Promise<Onboarded> {
  const before = productCalls();
  const startedAt = performance.now();
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const { id } = await tenant.invite(`guest.${count}.${i}@contoso.com`, `Guest ${i}`);
    await tenant.addToGroup(SAMPLE_POLICY.admitWhen.group, id);
    ids.push(id);
  }
  for (const id of ids) await tenant.accept(id);
  await untilReady(stack, tenant, ids);
  const after = productCalls();
  return {
    calls: after.calls - before.calls,
    writes: after.writes - before.writes,
    seconds: round((performance.now() - startedAt) / 1000),
  };
}

async function untilReady(stack: Stack, tenant: DemoTenant, ids: readonly string[]): Promise<void> {
  const token = await tenant.tokenOf('olga', 'api://gatehouse');
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const url = `${stack.hostUrl}/api/guests?state=ready&top=1000`;
    const { guests } = await callJson<{ guests: { id: string }[] }>(url, token);
    const ready = new Set(guests.map(({ id }) => id));
    if (ids.every((id) => ready.has(id))) return;
    await new Promise((tick) => setTimeout(tick, LOOK_AGAIN_MS));
  }
  throw new Error(
    `Not all of ${ids.length} guests were ready within ${PATIENCE_MS / 1000} s; see ${FOLDER}/host.log`,
  );
}

/** What the traffic log holds of the product: the bench itself sets people in motion by the control API only. */
function productCalls(): { calls: number; writes: number } {
  const lines = readFileSync(`${FOLDER}/traffic.ndjson`, 'utf8').trimEnd().split('\n');
  const asked = lines
    .map((line) => JSON.parse(line) as { authority: string; method: string })
    .filter(({ authority }) => authority === 'graph' || authority === 'arm');
  const writes = asked.filter(({ method }) => method !== 'GET' && method !== 'POST').length;
  const posts = lines.filter((line) => isWritingPost(line)).length;
  return { calls: asked.length, writes: writes + posts };
}

/** POSTs that only ask: batches of reads, membership checks, reports. */
const READING_POST =
  /\/(\$batch|checkMemberGroups|evaluate|getByIds|retrieveDeviceAppInstallationStatusReport)$/;

function isWritingPost(line: string): boolean {
  const { authority, method, url } = JSON.parse(line) as { authority: string; method: string; url: string };
  const isAsked = authority === 'graph' || authority === 'arm';
  return isAsked && method === 'POST' && !READING_POST.test(new URL(url).pathname);
}

/** Peak resident memory of a process: Linux only; 0 elsewhere. */
function peakMiB(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    // No such file: not Linux.
    return 0;
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;

import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { seededRandom } from '../../../../local/host/clock/seeded-random';
import { type HostProcess, spawnHostProcess, type SpareProcess } from './host-process';
import { LEDGER_APP } from './ledger-app';

const ROOT = resolve(__dirname, '../../../..');
const KILLS = 50;
const SEED = 20_261_124;

let folder: string;
let host: HostProcess | undefined;
let spare: SpareProcess | undefined;

beforeEach(() => {
  mkdirSync(join(ROOT, '.local'), { recursive: true });
  folder = mkdtempSync(join(ROOT, '.local', 'kill-nine-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'ledger', main: 'app.js' }));
  writeFileSync(join(folder, 'app.js'), LEDGER_APP);
  writeFileSync(join(folder, 'ledger'), '');
});

afterEach(async () => {
  await host?.kill();
  await spare?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const spawn = (): SpareProcess =>
  spawnHostProcess(folder, join(folder, 'data'), { LEDGER: join(folder, 'ledger') });

/** Starts the host that stands by, and lets the next one load meanwhile. */
const boot = async (): Promise<HostProcess> => {
  host = await (spare ?? spawn()).start();
  spare = spawn();
  return host;
};

/** Whether the host took the request: a host that dies in between gives no answer. */
async function isAccepted(request: Promise<Response>): Promise<boolean> {
  try {
    return (await request).status === 202;
  } catch {
    return false; // The connection died with the host.
  }
}

interface Sent {
  id: string;
  isStarted: boolean;
  isRaised: boolean;
}

/** Starts an orchestration and raises its event, and says what the host confirmed. */
async function send({ url }: HostProcess, id: string): Promise<Sent> {
  const post = (path: string, body: string): Promise<Response> =>
    fetch(`${url}/durabletask/${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
  const isStarted = await isAccepted(post(`orchestrators/ledger/${id}`, '{}'));
  return {
    id,
    isStarted,
    isRaised: isStarted && (await isAccepted(post(`instances/${id}/raiseEvent/Go`, JSON.stringify(id)))),
  };
}

interface Status {
  runtimeStatus: string;
  output: unknown;
}

async function finalStatus({ url }: HostProcess, id: string): Promise<Status> {
  for (;;) {
    const response = await fetch(`${url}/durabletask/instances/${id}`);
    if (response.status !== 202) return (await response.json()) as Status;
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

/** Activities that began again although a later one of the same instance had begun: their result had been recorded. */
function repeatedAfterRecorded(ledger: string): string[] {
  const latest = new Map<string, number>();
  return ledger.split('\n').filter((line) => {
    const [word, id = '', step] = line.split(' ');
    if (word !== 'begin') return false;
    const known = latest.get(id) ?? -1;
    latest.set(id, Math.max(known, Number(step)));
    return Number(step) < known;
  });
}

it(`loses nothing it confirmed, and repeats nothing it recorded, over ${KILLS} kills`, async () => {
  const random = seededRandom(SEED);
  const sent: Sent[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const running = await boot();
    const requests = [0, 1, 2].map((index) => send(running, `k${kill}-${index}`));
    await new Promise((wake) => setTimeout(wake, random() * 150));
    await running.kill();
    sent.push(...(await Promise.all(requests)));
  }
  const running = await boot();
  const started = sent.filter(({ isStarted }) => isStarted);
  expect(started.length).toBeGreaterThan(KILLS / 2);
  for (const { id, isRaised } of started) {
    // An event that was not confirmed may be there or not; a second one of the name changes nothing.
    if (!isRaised)
      await fetch(`${running.url}/durabletask/instances/${id}/raiseEvent/Go`, {
        method: 'POST',
        body: JSON.stringify(id),
        headers: { 'content-type': 'application/json' },
      });
    expect(await finalStatus(running, id)).toMatchObject({
      runtimeStatus: 'Completed',
      output: { steps: [0, 1, 2, 3, 4], answer: id },
    });
  }
  expect(repeatedAfterRecorded(readFileSync(join(folder, 'ledger'), 'utf8'))).toEqual([]);
}, 180_000);

import { ServiceBusClient, type ServiceBusSender } from '@azure/service-bus';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type BenchFigures } from './bench-figures';

const COMMAND = join(__dirname, '../bus/bus-command.js');
const CONFIG = join(__dirname, '../bus/config.json');
const QUEUE = 'hints';
const BODY = { kind: 'guest', id: '00000000-0000-0000-0000-000000000000', filler: 'x'.repeat(380) };
const ONE_AT_A_TIME = 1_000;
const MANY = 10_000;
const WARM_UP = 200;
const IN_FLIGHT = 50;
const QUEUED = 100_000;

interface Bus {
  process: ChildProcess;
  connectionString: string;
  controlUrl: string;
}

/**
 * The development broker in a process of its own, journal on, messages of about 450 bytes, driven by the unmodified
 * client from this process. Takes about a minute; leaves nothing behind.
 */
export async function benchBus(): Promise<BenchFigures> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'gatehouse-bus-bench-'));
  try {
    const figures = await withBus(dataFolder, async (bus, client) => ({
      ...(await benchSends(client)),
      ...(await benchReceives(client)),
      ...(await benchEndToEnd(client)),
      ...(await benchMemory(bus, client)),
    }));
    const before = performance.now();
    const restartMs = await withBus(dataFolder, () =>
      Promise.resolve(Math.round(performance.now() - before)),
    );
    return { ...figures, restartMsWith100kQueued: restartMs };
  } finally {
    rmSync(dataFolder, { recursive: true });
  }
}

async function benchSends(client: ServiceBusClient): Promise<BenchFigures> {
  const sender = client.createSender(QUEUE);
  await sendMany(sender, WARM_UP, 1); // the first ones pay for the connection
  return {
    sendsPerSecondOneAtATime: await perSecond(ONE_AT_A_TIME, () => sendMany(sender, ONE_AT_A_TIME, 1)),
    [`sendsPerSecond${IN_FLIGHT}InFlight`]: await perSecond(MANY, () => sendMany(sender, MANY, IN_FLIGHT)),
  };
}

async function benchReceives(client: ServiceBusClient): Promise<BenchFigures> {
  const receiver = client.createReceiver(QUEUE);
  const sent = WARM_UP + ONE_AT_A_TIME + MANY;
  const receivesPerSecondWithComplete = await perSecond(sent, async () => {
    for (let received = 0; received < sent;) {
      const messages = await receiver.receiveMessages(100);
      await Promise.all(messages.map((message) => receiver.completeMessage(message)));
      received += messages.length;
    }
  });
  await receiver.close();
  return { receivesPerSecondWithComplete };
}

/** From the call of send to the call of the handler, 20 sends in flight; the queue is emptied on the way. */
async function benchEndToEnd(client: ServiceBusClient): Promise<BenchFigures> {
  const timesMs: number[] = [];
  const receiver = client.createReceiver(QUEUE);
  await new Promise<void>((resolve, reject) => {
    receiver.subscribe(
      {
        processMessage: ({ applicationProperties }) => {
          const sentAtMs = applicationProperties?.['sentAtMs'];
          if (typeof sentAtMs === 'number' && timesMs.push(performance.now() - sentAtMs) === MANY) resolve();
          return Promise.resolve();
        },
        processError: ({ error }) => {
          reject(error);
          return Promise.resolve();
        },
      },
      { maxConcurrentCalls: IN_FLIGHT },
    );
    const timed = (): object => ({ sentAtMs: performance.now() });
    sendMany(client.createSender(QUEUE), MANY, 20, timed).catch(reject);
  });
  await receiver.close();
  timesMs.sort((a, b) => a - b);
  const percentile = (share: number): number =>
    Math.round((timesMs[Math.floor(timesMs.length * share)] ?? NaN) * 100) / 100;
  return { endToEndP50Ms: percentile(0.5), endToEndP99Ms: percentile(0.99) };
}

async function benchMemory(bus: Bus, client: ServiceBusClient): Promise<BenchFigures> {
  const idleMegabytes = await residentMegabytes(bus);
  const sender = client.createSender(QUEUE);
  for (let sent = 0; sent < QUEUED; sent += 200) {
    await sender.sendMessages(Array.from({ length: 200 }, () => ({ body: BODY })));
  }
  return {
    residentMegabytesBefore: idleMegabytes,
    residentMegabytesWith100kQueued: await residentMegabytes(bus),
  };
}

async function residentMegabytes({ controlUrl }: Bus): Promise<number> {
  const response = await fetch(`${controlUrl}/process`);
  return Math.round(((await response.json()) as { residentBytes: number }).residentBytes / 1_000_000);
}

async function sendMany(
  sender: ServiceBusSender,
  count: number,
  inFlight: number,
  applicationProperties: () => object = () => ({}),
): Promise<void> {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left-- > 0)
      await sender.sendMessages({ body: BODY, applicationProperties: { ...applicationProperties() } });
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return Math.round((count * 1000) / (performance.now() - startedMs));
}

async function withBus<Result>(
  dataFolder: string,
  use: (bus: Bus, client: ServiceBusClient) => Promise<Result>,
): Promise<Result> {
  const bus = await startBus(dataFolder);
  const client = new ServiceBusClient(bus.connectionString);
  try {
    return await use(bus, client);
  } finally {
    await client.close();
    const exited = once(bus.process, 'exit');
    bus.process.kill();
    await exited;
  }
}

async function startBus(dataFolder: string): Promise<Bus> {
  const args = [COMMAND, '--config', CONFIG, '--port', '0', '--control-port', '0', '--data', dataFolder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    const connectionString = /Endpoint=.*;/.exec(printed.join('\n'))?.[0];
    const controlUrl = /http:\S+/.exec(line)?.[0];
    if (connectionString !== undefined && controlUrl !== undefined)
      return { process: child, connectionString, controlUrl };
  }
  throw new Error(`The broker ended before it was ready; it printed: ${printed.join('\n')}`);
}

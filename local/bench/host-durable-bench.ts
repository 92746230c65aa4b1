import * as df from 'durable-functions';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../host/app/host-log';
import { type FunctionInvoker } from '../host/app/registered-function';
import { createRealClock } from '../host/clock/real-clock';
import { createDurableWith, type DurableHost } from '../host/durable/create-durable';
import { createDurableEngine } from '../host/durable/durable-engine';
import { readDurableOptions } from '../host/durable/durable-options';
import { createHost } from '../host/host';
import { createFileJournal } from '../host/journal/file-journal';
import { type Journal } from '../host/journal/journal';
import { createMemoryJournal } from '../host/journal/memory-journal';
import { type BenchFigures } from './bench-figures';

const JOURNAL_INSTANCES = 10_000;
const MIB = 1 << 20;

/** A chain of five activities, the shape of Microsoft's published benchmark. */
function chainApp(): void {
  df.app.activity('benchStep', { handler: (value: number) => value + 1 });
  df.app.orchestration('benchChain', function* (context) {
    let value = 0;
    for (let step = 0; step < 5; step += 1)
      value = (yield context.df.callActivity('benchStep', value)) as number;
    return value;
  });
}

interface ChainRun {
  perSecond: number;
  eventsFedPerInstance: number;
  instanceJson: string;
}

/** Runs so many chains at once on a journal; guards are off, as in production. */
async function runChains(count: number, journal: Journal): Promise<ChainRun> {
  let durable: DurableHost | undefined;
  let eventsFed = 0;
  const host = await createHost({
    entry: chainApp,
    createDurable: (parts) => {
      const invoker = counting(parts.invoker, (events) => (eventsFed += events));
      durable = createDurableWith({ ...parts, invoker }, { journal, hasGuards: false });
      return durable;
    },
  });
  await host.start();
  try {
    if (!durable) throw new Error('The host was made without its durable half.');
    const { client, work } = durable.engine;
    const startedMs = performance.now();
    await Promise.all(
      Array.from({ length: count }, (_, index) =>
        client.start({ name: 'benchChain', instanceId: `c${index}`, input: 'null' }),
      ),
    );
    await work.idle();
    const seconds = (performance.now() - startedMs) / 1000;
    const ended = client.all().filter(({ status }) => status === 'Completed').length;
    if (ended !== count) throw new Error(`Only ${ended} of ${count} chains completed.`);
    return {
      perSecond: count / seconds,
      eventsFedPerInstance: eventsFed / count,
      instanceJson: JSON.stringify(client.get('c0')),
    };
  } finally {
    await host.stop({ graceMs: 0 });
  }
}

/** Counts the history events that orchestrators are fed. */
function counting(invoker: FunctionInvoker, add: (events: number) => void): FunctionInvoker {
  return {
    functions: () => invoker.functions(),
    invoke(name, request, options) {
      if (name === 'benchChain') add(request.trigger.string?.match(/"EventType":/g)?.length ?? 0);
      return invoker.invoke(name, request, options);
    },
  };
}

/** Writes a journal of many ended instances and measures how long an engine takes to be ready on it. */
async function startOnLargeJournal(folder: string, instanceJson: string): Promise<number> {
  const file = join(folder, 'large.journal');
  const writer = createFileJournal(file, silentLog);
  await writer.open(() => undefined);
  await Promise.all(
    Array.from({ length: JOURNAL_INSTANCES }, (_, index) =>
      writer.append(`{"kind":"snapshot","instance":${instanceJson.replaceAll('"c0"', `"large${index}"`)}}`),
    ),
  );
  await writer.close();
  const engine = createDurableEngine({
    invoker: { functions: () => [], invoke: () => Promise.reject(new Error('Nothing is to be run.')) },
    clock: createRealClock(),
    journal: createFileJournal(file, silentLog),
    options: readDurableOptions({}),
    log: silentLog,
  });
  const startedMs = performance.now();
  await engine.start();
  const elapsedMs = performance.now() - startedMs;
  if (engine.client.all().length !== JOURNAL_INSTANCES)
    throw new Error('The large journal was not read whole.');
  await engine.stop();
  return elapsedMs;
}

/** How fast the embedded host's durable half is, with its journal on and off. */
export async function benchHostDurable(): Promise<BenchFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'host-bench-'));
  const onDisk = (name: string): Journal => createFileJournal(join(folder, name), silentLog);
  try {
    await runChains(200, createMemoryJournal()); // Warm up.
    const off1000 = await runChains(1000, createMemoryJournal());
    const off5000 = await runChains(5000, createMemoryJournal());
    const on1000 = await runChains(1000, onDisk('1000.journal'));
    const on5000 = await runChains(5000, onDisk('5000.journal'));
    const startMs = await startOnLargeJournal(folder, on1000.instanceJson);
    return {
      chainOf5JournalOff1000PerSecond: Math.round(off1000.perSecond),
      chainOf5JournalOff5000PerSecond: Math.round(off5000.perSecond),
      chainOf5JournalOn1000PerSecond: Math.round(on1000.perSecond),
      chainOf5JournalOn5000PerSecond: Math.round(on5000.perSecond),
      historyEventsFedPerInstance: on1000.eventsFedPerInstance,
      startOn10000InstancesMs: Math.round(startMs),
      residentMemoryMiB: Math.round(process.memoryUsage().rss / MIB),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

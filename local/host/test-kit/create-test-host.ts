import { type HostLogEntry, silentLog } from '../app/host-log';
import { type Clock } from '../clock/clock';
import { createRealClock } from '../clock/real-clock';
import { createVirtualClock, type VirtualClock } from '../clock/virtual-clock';
import { createDurableWith, type DurableHost } from '../durable/create-durable';
import { type CrashPoint, type FaultSwitches, noFaults } from '../durable/fault-switches';
import { type HistoryEvent } from '../durable/history-event';
import { createHost, type Host } from '../host';
import { createMemoryJournal, JournalMemory } from '../journal/memory-journal';
import { statusText } from '../management/status-text';

/** How to make a host for a test. */
export interface TestHostOptions {
  /** The app: its folder, one of its built files, or a function that registers functions. */
  entry: string | (() => unknown);
  /** `virtual` (default): time stands still until `advance`. */
  clock?: 'real' | 'virtual';
  /** Decides the order of timers that are due at the same time; another seed gives another order. Default 1. */
  seed?: number;
  /** The virtual clock's first moment, milliseconds since 1970. */
  startMs?: number;
  /** Keeps orchestrations in a journal file there; without it they are kept in memory, over crashes too. */
  dataFolder?: string;
  /** Settings for the app. */
  env?: Record<string, string>;
  /** The determinism guards; on by default. */
  hasGuards?: boolean;
  /** Keeps neither a log nor a journal, so that a long run fits into memory; a crash then loses everything. */
  isForgetful?: boolean;
}

/** What a status query shows. */
export interface InstanceStatus {
  name: string;
  instanceId: string;
  runtimeStatus: string;
  input: unknown;
  customStatus: unknown;
  output: unknown;
  createdTime: string;
  lastUpdatedTime: string;
}

/** A host under a test's control. */
export interface TestHost {
  /** The host that runs now; a crash puts another one in its place, on the same port. */
  readonly host: Host;
  readonly url: string;
  readonly clock: Clock;
  readonly faults: FaultSwitches;
  /** Everything the host logged, oldest first, over crashes too. */
  readonly log: readonly HostLogEntry[];
  /** How much history orchestrators were given to read again since the host that runs now was started. */
  readonly fed: DurableHost['engine']['fed'];
  /**
   * Starts an orchestration like the library's client: no input arrives as the empty string (recorded).
   *
   * @throws Error when an instance of that id has not ended.
   */
  start(name: string, options?: { instanceId?: string; input?: unknown }): Promise<string>;
  /** Raises an event. @throws Error when there is no such instance; an ended one ignores it. */
  raise(instanceId: string, name: string, data?: unknown): Promise<void>;
  /** Raises several events at once: they are seen in one turn, or one by one with `faults.messagesPerTurn = 1`. */
  raiseAll(instanceId: string, events: readonly { name: string; data?: unknown }[]): Promise<void>;
  /** Sends a request to the host's server; `path` begins with a slash. */
  http(path: string, init?: RequestInit): Promise<Response>;
  /** Resolves when nothing is left to do at this time, real input and output of running functions included. */
  settle(): Promise<void>;
  /** Moves virtual time from due time to due time, settling between. @throws Error on the real clock. */
  advance(ms: number): Promise<void>;
  status(instanceId: string): InstanceStatus | undefined;
  /** The instance's history so far, as the host keeps it. */
  history(instanceId: string): HistoryEvent[];
  /** Without a point the host dies now and another one takes up its work; with one, when it is reached. */
  crash(point?: CrashPoint): Promise<void>;
  /** Stops the host. Safe to repeat. */
  stop(): Promise<void>;
}

/** Makes and starts a host for a test. Stop it when the test ends. */
export async function createTestHost(options: TestHostOptions): Promise<TestHost> {
  const host = new TestHostRun(options);
  await host.boot();
  return host;
}

class TestHostRun implements TestHost {
  readonly faults = noFaults();
  readonly log: HostLogEntry[] = [];
  readonly clock: Clock;
  private readonly virtualClock: VirtualClock | undefined;
  private readonly memory = new JournalMemory();
  private current: { host: Host; durable: DurableHost } | undefined;
  private rebooting: Promise<void> | undefined;

  constructor(private readonly options: TestHostOptions) {
    const { clock = 'virtual', seed = 1, startMs } = options;
    this.virtualClock =
      clock === 'virtual'
        ? createVirtualClock({ seed, ...(startMs === undefined ? {} : { startMs }) })
        : undefined;
    this.clock = this.virtualClock ?? createRealClock();
  }

  get host(): Host {
    return this.running.host;
  }

  get url(): string {
    return `http://127.0.0.1:${this.host.port}`;
  }

  get fed(): DurableHost['engine']['fed'] {
    return this.running.durable.engine.fed;
  }

  async boot(port = 0): Promise<void> {
    const { entry, dataFolder, env, hasGuards = true, isForgetful = false } = this.options;
    const memory = isForgetful ? undefined : this.memory;
    let durable: DurableHost | undefined;
    const host = await createHost({
      entry,
      port,
      clock: this.clock,
      ...(dataFolder === undefined ? {} : { dataFolder }),
      ...(env === undefined ? {} : { env }),
      log: isForgetful ? silentLog : (line) => this.log.push(line),
      createDurable: (parts) => {
        durable = createDurableWith(parts, {
          faults: this.faults,
          hasGuards,
          onCrash: () => this.reboot(),
          ...(dataFolder === undefined ? { journal: createMemoryJournal(memory) } : {}),
        });
        return durable;
      },
    });
    await host.start();
    if (!durable) throw new Error('The host was made without its durable half.');
    this.current = { host, durable };
  }

  async start(
    name: string,
    { instanceId, input = '' }: { instanceId?: string; input?: unknown } = {},
  ): Promise<string> {
    const started = await this.client.start({ name, instanceId, input: JSON.stringify(input) });
    if ('instanceId' in started) return started.instanceId;
    throw new Error(`Instance ${instanceId ?? ''} exists already and is ${started.taken}.`);
  }

  raise(instanceId: string, name: string, data: unknown = null): Promise<void> {
    return this.raiseAll(instanceId, [{ name, data }]);
  }

  async raiseAll(instanceId: string, events: readonly { name: string; data?: unknown }[]): Promise<void> {
    const texts = events.map(({ name, data = null }) => ({ name, data: JSON.stringify(data) }));
    if ((await this.client.raise(instanceId, ...texts)) === 'not-found')
      throw new Error(`There is no instance ${instanceId}.`);
  }

  http(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${this.url}${path}`, init);
  }

  async settle(): Promise<void> {
    for (let quietRounds = 0; quietRounds < 2;) {
      await this.rebooting;
      const { host, durable } = this.running;
      await durable.engine.work.idle();
      await host.invoker.whenIdle();
      // What just ended may have started something in its continuation.
      await new Promise((resolve) => setImmediate(resolve));
      const isQuiet = !this.rebooting && durable.engine.work.isIdle && host.invoker.inFlight === 0;
      quietRounds = isQuiet ? quietRounds + 1 : 0;
    }
  }

  async advance(ms: number): Promise<void> {
    if (!this.virtualClock)
      throw new Error('Only virtual time can be advanced: create the host with clock: "virtual".');
    await this.virtualClock.advanceTo(this.virtualClock.now() + ms, () => this.settle());
  }

  status(instanceId: string): InstanceStatus | undefined {
    const instance = this.client.get(instanceId);
    if (!instance) return undefined;
    const text = statusText(instance, { showInput: true, showHistory: false, showHistoryOutput: false });
    // A termination without a reason reads `undefined`, which is not JSON.
    return JSON.parse(text.replace('"output":undefined', '"output":null')) as InstanceStatus;
  }

  history(instanceId: string): HistoryEvent[] {
    return structuredClone(this.client.get(instanceId)?.history ?? []);
  }

  async crash(point?: CrashPoint): Promise<void> {
    if (point) {
      this.faults.crashPoint = point;
      return;
    }
    this.running.durable.engine.crash();
    this.reboot();
    await this.rebooting;
  }

  async stop(): Promise<void> {
    await this.rebooting;
    await this.current?.host.stop({ graceMs: 0 });
  }

  private get running(): { host: Host; durable: DurableHost } {
    if (!this.current) throw new Error('The test host has not been started.');
    return this.current;
  }

  private get client(): DurableHost['engine']['client'] {
    return this.running.durable.engine.client;
  }

  /** Puts a new host in the place of a dead one. */
  private reboot(): void {
    const { host } = this.running;
    const { port } = host;
    this.rebooting = host
      .stop({ graceMs: 0 })
      .then(() => this.boot(port))
      .finally(() => (this.rebooting = undefined));
  }
}

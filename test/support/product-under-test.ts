import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { durableRuns } from '../../functions/durable-runs';
import { dispatchHints } from '../../functions/events/hints';
import type { AppSettings, Ports } from '../../functions/ports';
import { registerFlows } from '../../functions/register-flows';
import { watchRuns } from '../../functions/schedules/watch-runs';
import type { VirtualClock } from '../../local/host/clock/virtual-clock';
import { createTestHost, type TestHost } from '../../local/host/test-kit/create-test-host';
import { guestRecord, type GuestRecord } from '../../shared/domain/guest-record';
import { hintFor } from '../../shared/domain/hint';
import type { Failure } from '../../shared/domain/failure';
import { runId, type Subject, type SubjectKind } from '../../shared/domain/subject';
import type { SubjectRow } from '../../shared/domain/subject-row';
import { silentMetrics } from './silent-metrics';
import { createSubjectLife } from '../../shared/state/subject-life';
import { memoryCursors } from '../../shared/state/memory/memory-cursors';
import { memoryFailures } from '../../shared/state/memory/memory-failures';
import { memoryHostRecords } from '../../shared/state/memory/memory-host-records';
import { memoryInvitedGuests } from '../../shared/state/memory/memory-invited-guests';
import { memoryLedger } from '../../shared/state/memory/memory-ledger';
import { memoryAudit } from '../../shared/state/memory/memory-audit';
import { createLiveGuests } from '../../shared/clients/live-guests';
import { createUndoSights } from '../../shared/clients/undo-sights';
import { memoryDocuments } from '../../shared/state/memory/memory-documents';
import { memoryPartnerStages } from '../../shared/state/memory/memory-partner-stages';
import { memoryPlans } from '../../shared/state/memory/memory-plans';
import { memoryRemovalOrders } from '../../shared/state/memory/memory-removal-orders';
import { memoryMemberOutbox } from '../../shared/state/memory/memory-member-outbox';
import { memoryNoticeOutbox } from '../../shared/state/memory/memory-notice-outbox';
import { memoryPartners } from '../../shared/state/memory/memory-partners';
import { memorySubjects } from '../../shared/state/memory/memory-subjects';
import { MemoryHintBus } from './memory-hint-bus';

/** The part of the ports that reaches a tenant: the real adapters, or a small tenant in memory. */
export type Capabilities = Pick<
  Ports,
  | 'directory'
  | 'members'
  | 'desktops'
  | 'cloudPcs'
  | 'networkAccess'
  | 'machines'
  | 'deviceApps'
  | 'subscriptions'
  | 'accounts'
  | 'groups'
  | 'partnerBlock'
  | 'partnerTenant'
  | 'signIns'
  | 'signInRules'
  | 'crossTenantAccess'
  | 'licences'
  | 'desktopRoles'
>;

export interface ProductOptions {
  /** Makes the capabilities; `nowMs` is the host's clock. */
  capabilities: (nowMs: () => number) => Capabilities;
  settings: Pick<AppSettings, 'tenantId' | 'blockedGroup'> & Partial<Pick<AppSettings, 'excludedGroup'>>;
  /** First moment of virtual time; the tenant's own where one runs beside. */
  startMs?: number;
  /** Moves the tenant's clock with the host's. */
  advanceTenant?: (ms: number) => Promise<void>;
  /** Wraps ports with misfortunes. */
  wrap?: (ports: Ports) => Ports;
  /** Every turn is played twice and compared; on by default. */
  hasGuards?: boolean;
}

/** The product's flows and dispatcher on the virtual-time host, with its state and its bus in memory. */
export interface ProductUnderTest {
  readonly host: TestHost;
  readonly ports: Ports;
  readonly bus: MemoryHintBus;
  /** Hints the guest (or another subject), and lets happen what happens at this moment. */
  hint(id: string, kind?: SubjectKind): Promise<void>;
  /** Lets happen what happens at this moment: hints are dispatched, runs go on until they wait. */
  settle(): Promise<void>;
  /** Moves virtual time, the tenant's with it. */
  advance(seconds: number): Promise<void>;
  /** The watchman's tick. */
  watch(): Promise<void>;
  row(id: string, kind?: SubjectKind): Promise<SubjectRow>;
  /** State and record of a guest. */
  guest(id: string): Promise<GuestRecord & { state: string; wakeAt: string | null; runs: number }>;
  failures(): Promise<Pick<Failure, 'flow' | 'step' | 'code'>[]>;
  /** Steps of the ledger, oldest first, as `step outcome code`. */
  story(id: string, kind?: SubjectKind): Promise<string[]>;
  stop(): Promise<void>;
}

const SECRET = 'a-client-state-of-at-least-32-characters';

/** Starts the product; stop it when the test ends. */
export async function productUnderTest(options: ProductOptions): Promise<ProductUnderTest> {
  const bus = new MemoryHintBus();
  const clock: { current: VirtualClock | undefined } = { current: undefined };
  const nowMs = () => clock.current?.now() ?? options.startMs ?? 0;
  const ports = portsOf(options, bus, nowMs);
  const settings = settingsOf(options.settings);
  const host = await createTestHost({
    entry: () => register(ports, settings),
    ...(options.startMs === undefined ? {} : { startMs: options.startMs }),
    ...(options.hasGuards === undefined ? {} : { hasGuards: options.hasGuards }),
  });
  // Starts that race are told apart by the protocol, whose test tries them all: no time is waited for them here.
  host.faults.startWindowMs = 0;
  // The kit makes a virtual clock unless told otherwise; it shows it by its common face.
  clock.current = host.clock as VirtualClock;
  return new Product(options, host, clock.current, ports, bus);
}

export function portsOf(options: ProductOptions, bus: MemoryHintBus, nowMs: () => number): Ports {
  const subjects = memorySubjects();
  const capabilities = options.capabilities(nowMs);
  const state = {
    subjects,
    life: createSubjectLife(subjects, bus),
    partners: memoryPartners(),
    ledger: memoryLedger(),
    failures: memoryFailures(),
    hosts: memoryHostRecords(),
    invitedGuests: memoryInvitedGuests(),
    outbox: memoryMemberOutbox(),
    noticeOutbox: memoryNoticeOutbox(),
    orders: memoryRemovalOrders(),
    stages: memoryPartnerStages(),
    plans: memoryPlans(),
    audit: memoryAudit(),
    documents: memoryDocuments(),
    cursors: memoryCursors(),
    hints: bus,
    metrics: silentMetrics,
    now: () => new Date(nowMs()),
  };
  const all = { ...state, ...capabilities };
  const reading = { ...all, ...settingsOf(options.settings) };
  const ports = { ...all, liveGuests: createLiveGuests(reading), undoSights: createUndoSights(reading) };
  return options.wrap?.(ports) ?? ports;
}

export function settingsOf(settings: ProductOptions['settings']): AppSettings {
  return {
    excludedGroup: null,
    excludedIds: [],
    digestHours: 24,
    ...settings,
    clientState: SECRET,
    publicUrl: 'http://127.0.0.1',
    part: 'all',
    hintsQueue: 'hints',
    ordersQueue: 'removal-orders',
    tokenCheck: {
      issuer: '',
      audience: '',
      tenantId: settings.tenantId,
      keys: () => Promise.reject(new Error()),
    },
    installScript: '# install-client.ps1',
    uninstallScript: '# uninstall-client.ps1',
  };
}

/** The dispatcher and the watchman are reached over HTTP here: the test is their queue and their timer. */
function register(ports: Ports, settings: AppSettings): void {
  registerFlows(ports, settings);
  const [dispatch, watch] = [dispatchHints(ports), watchRuns(ports)];
  const extraInputs = [df.input.durableClient()];
  app.post('dispatchHints', {
    route: 'test/dispatch',
    extraInputs,
    handler: async (request, context) => {
      await dispatch((await request.json()) as unknown[], context, durableRuns(df.getClient(context)));
      return { status: 204 };
    },
  });
  app.post('watchRuns', {
    route: 'test/watch',
    extraInputs,
    handler: async (_request, context) => {
      await watch(context, durableRuns(df.getClient(context)));
      return { status: 204 };
    },
  });
}

/** A broker delivers ten times before it gives a message up. */
const MOST_DELIVERIES = 10;

class Product implements ProductUnderTest {
  private hints = 0;

  constructor(
    private readonly options: ProductOptions,
    readonly host: TestHost,
    private readonly clock: VirtualClock,
    readonly ports: Ports,
    readonly bus: MemoryHintBus,
  ) {}

  async hint(id: string, kind: SubjectKind = 'guest'): Promise<void> {
    this.hints += 1;
    this.bus.putRaw(hintFor({ kind, id }, `test-${this.hints}`));
    await this.settle();
  }

  async settle(): Promise<void> {
    for (;;) {
      const batch = this.bus.takeDue(this.clock.now());
      if (batch.length > 0) await this.post('/api/test/dispatch', batch);
      await this.host.settle();
      if ((this.bus.nextDueMs() ?? Infinity) > this.clock.now()) return;
    }
  }

  async advance(seconds: number): Promise<void> {
    const targetMs = this.clock.now() + seconds * 1000;
    await this.settle();
    while (this.clock.now() < targetMs) {
      const due = [this.clock.nextDueMs(), this.bus.nextDueMs()].map((at) => at ?? Infinity);
      const stepMs = Math.max(0, Math.min(targetMs, ...due) - this.clock.now());
      await this.options.advanceTenant?.(stepMs);
      await this.host.advance(stepMs);
      await this.settle();
    }
  }

  watch(): Promise<void> {
    return this.post('/api/test/watch', undefined).then(() => this.settle());
  }

  async row(id: string, kind: SubjectKind = 'guest'): Promise<SubjectRow> {
    const stored = await this.ports.subjects.read({ kind, id });
    if (stored === undefined) throw new Error(`There is no row of ${kind} ${id}`);
    return stored.value;
  }

  async guest(id: string): ReturnType<ProductUnderTest['guest']> {
    const { state, wakeAt, run, detail } = await this.row(id);
    return { ...guestRecord(detail), state, wakeAt, runs: run };
  }

  async failures(): ReturnType<ProductUnderTest['failures']> {
    return (await this.ports.failures.list()).map(({ flow, step, code }) => ({ flow, step, code }));
  }

  async story(id: string, kind: SubjectKind = 'guest'): Promise<string[]> {
    const entries = await this.ports.ledger.read({ kind, id });
    return entries.reverse().map(({ step, outcome, code }) => `${step} ${outcome} ${code ?? ''}`.trim());
  }

  /** Fails where something is left running that no timer will end. */
  async stop(): Promise<void> {
    await this.host.stop();
  }

  private async post(path: string, body: unknown): Promise<void> {
    for (let delivery = 1; ; delivery += 1) {
      try {
        const answer = await this.host.http(path, { method: 'POST', body: JSON.stringify(body ?? null) });
        if (answer.status === 204) return;
        throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
      } catch (error) {
        // A host that died under a delivery gets it again, as from a broker.
        if (delivery === MOST_DELIVERIES) throw error;
        await this.host.settle();
      }
    }
  }
}

/** Instance id of a guest's run, as the engine knows it. */
export const instanceOf = (id: string, run: number, kind: SubjectKind = 'guest') => {
  const subject: Subject = { kind, id };
  return runId(subject, run);
};

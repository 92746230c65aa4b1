import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { durableRuns } from '../../functions/durable-runs';
import { dispatchHints } from '../../functions/events/hints';
import type { AppSettings, Ports } from '../../functions/ports';
import { registerFlows } from '../../functions/register-flows';
import { createLiveGuests } from '../../shared/clients/live-guests';
import { rememberingDesktops } from '../../shared/clients/arm/remembering-desktops';
import { rememberingNetworkAccess } from '../../shared/clients/graph/remembering-network-access';
import type { Hint } from '../../shared/domain/hint';
import { stableGuid, tenantId } from '../../shared/domain/ids';
import { memoryAudit } from '../../shared/state/memory/memory-audit';
import { memoryCursors } from '../../shared/state/memory/memory-cursors';
import { memoryDocuments } from '../../shared/state/memory/memory-documents';
import { memoryFailures } from '../../shared/state/memory/memory-failures';
import { memoryInvitedGuests } from '../../shared/state/memory/memory-invited-guests';
import { memoryNoticeOutbox } from '../../shared/state/memory/memory-notice-outbox';
import { memoryMemberOutbox } from '../../shared/state/memory/memory-member-outbox';
import { memoryPartnerStages } from '../../shared/state/memory/memory-partner-stages';
import { memoryPartners } from '../../shared/state/memory/memory-partners';
import { memoryPlans } from '../../shared/state/memory/memory-plans';
import { memoryRemovalOrders } from '../../shared/state/memory/memory-removal-orders';
import { memorySubjects } from '../../shared/state/memory/memory-subjects';
import { createSubjectLife } from '../../shared/state/subject-life';
import type { VirtualClock } from '../host/clock/virtual-clock';
import { createTestHost, type TestHost } from '../host/test-kit/create-test-host';
import type { GroupId } from '../../shared/domain/ids';
import type { LedgerFact } from '../../shared/domain/ledger-entry';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import { unused } from './onboarding/counted-tenant';
import { HintQueue } from './onboarding/hint-queue';
import { indexedHosts } from './onboarding/indexed-hosts';

/** A tenant of a bench: its partners, and as much of the capabilities as the bench uses. */
export interface BenchTenant {
  readonly policies: readonly PartnerPolicy[];
  ports(nowMs: () => number): Pick<Ports, 'desktops' | 'networkAccess'> & Partial<Ports>;
}

export const START_MS = Date.parse('2026-09-01T12:00:00.000Z');
const BATCH = 100;

/** The product's flows on the virtual-time host, beside a tenant in memory that counts. */
export class BenchRig<T extends BenchTenant> {
  private constructor(
    readonly host: TestHost,
    readonly ports: Ports,
    readonly tenant: T,
    private readonly queue: HintQueue,
    private readonly clock: VirtualClock,
  ) {}

  static async open<T extends BenchTenant>(
    tenant: T,
    blockedGroup: GroupId | null = null,
  ): Promise<BenchRig<T>> {
    const queue = new HintQueue();
    const clock: { current: VirtualClock | undefined } = { current: undefined };
    const ports = portsOf(tenant, queue, blockedGroup, () => clock.current?.now() ?? START_MS);
    for (const policy of tenant.policies) await ports.partners.put(policy, undefined);
    const entry = () => {
      register(ports, blockedGroup);
    };
    const host = await createTestHost({ entry, startMs: START_MS, hasGuards: false, isForgetful: true });
    host.faults.startWindowMs = 0;
    // The kit makes a virtual clock unless told otherwise; it shows it by its common face.
    clock.current = host.clock as VirtualClock;
    return new BenchRig(host, ports, tenant, queue, clock.current);
  }

  send(hints: readonly Hint[]): Promise<void> {
    return this.queue.send(hints);
  }

  nowMs(): number {
    return this.clock.now();
  }

  /** Lets time go on until nothing is left to do, or until `limitSeconds` have gone. */
  async run(limitSeconds: number): Promise<void> {
    const endMs = this.clock.now() + limitSeconds * 1000;
    await this.settle();
    for (;;) {
      const dueMs = Math.min(this.clock.nextDueMs() ?? Infinity, this.queue.nextDueMs() ?? Infinity);
      if (dueMs > endMs) return;
      await this.host.advance(Math.max(0, dueMs - this.clock.now()));
      await this.settle();
    }
  }

  /** Lets so many seconds go by, whatever there is to do. */
  async runFor(seconds: number): Promise<void> {
    const endMs = this.clock.now() + seconds * 1000;
    await this.run(seconds);
    await this.host.advance(endMs - this.clock.now());
  }

  private async settle(): Promise<void> {
    for (;;) {
      const batch = this.queue.takeDue(this.clock.now(), BATCH);
      if (batch.length > 0) await this.dispatch(batch);
      if (this.queue.isDue(this.clock.now())) continue;
      await this.host.settle();
      if (!this.queue.isDue(this.clock.now())) return;
    }
  }

  private async dispatch(batch: readonly unknown[]): Promise<void> {
    const init = { method: 'POST', body: JSON.stringify(batch) };
    // A socket that lay idle through a long moment may be closed by now: the batch is delivered again, as by a broker.
    const answer = await this.host
      .http('/api/bench/dispatch', init)
      .catch(() => this.host.http('/api/bench/dispatch', init));
    if (answer.status !== 204) throw new Error(`The dispatcher answered ${answer.status}`);
  }
}

const NOBODY_EXCLUDED = { excludedGroup: null, excludedIds: [] };

/** Whoever calls one of them all the same is told. */
const NOT_USED = {
  directory: unused('directory'),
  members: unused('members'),
  machines: unused('machines'),
  signIns: unused('signIns'),
  signInRules: unused('signInRules'),
  crossTenantAccess: unused('crossTenantAccess'),
  desktopRoles: unused('desktopRoles'),
  accounts: unused('accounts'),
  groups: unused('groups'),
  undoSights: unused('undoSights'),
  partnerBlock: unused('partnerBlock'),
  partnerTenant: unused('partnerTenant'),
  cloudPcs: unused('cloudPcs'),
  deviceApps: unused('deviceApps'),
  licences: unused('licences'),
  subscriptions: unused('subscriptions'),
};

function portsOf(
  tenant: BenchTenant,
  queue: HintQueue,
  blockedGroup: GroupId | null,
  nowMs: () => number,
): Ports {
  const subjects = memorySubjects();
  const capabilities = tenant.ports(nowMs);
  const ports = {
    subjects,
    life: createSubjectLife(subjects, queue),
    partners: memoryPartners(),
    // What the steps wrote down is not what is measured here.
    ledger: {
      append: (fact: LedgerFact) => Promise.resolve({ ...fact, seq: 1, previousHash: '', hash: '' }),
      read: () => Promise.resolve([]),
      subjectsOlderThan: () => Promise.resolve([]),
      newestBefore: () => Promise.resolve(undefined),
      removeUpTo: () => Promise.resolve(0),
    },
    failures: memoryFailures(),
    hosts: indexedHosts(),
    invitedGuests: memoryInvitedGuests(),
    outbox: memoryMemberOutbox(),
    noticeOutbox: memoryNoticeOutbox(),
    orders: memoryRemovalOrders(),
    stages: memoryPartnerStages(),
    plans: memoryPlans(),
    audit: memoryAudit(),
    documents: memoryDocuments(),
    cursors: memoryCursors(),
    hints: queue,
    ...NOT_USED,
    ...capabilities,
    desktops: rememberingDesktops(capabilities.desktops, nowMs),
    networkAccess: rememberingNetworkAccess(capabilities.networkAccess, nowMs),
    metrics: { record: () => undefined, flush: () => Promise.resolve() },
    now: () => new Date(nowMs()),
  };
  return {
    ...ports,
    liveGuests: createLiveGuests({ ...ports, ...NOBODY_EXCLUDED, blockedGroup }),
  };
}

function register(ports: Ports, blockedGroup: GroupId | null): void {
  const id = tenantId(stableGuid('tenant'));
  const keys = () => Promise.reject(new Error('The bench checks no token'));
  const settings: AppSettings = {
    tenantId: id,
    clientState: '',
    publicUrl: 'http://127.0.0.1',
    blockedGroup,
    ...NOBODY_EXCLUDED,
    digestHours: 24,
    part: 'all',
    hintsQueue: 'hints',
    ordersQueue: 'removal-orders',
    tokenCheck: { issuer: '', audience: '', tenantId: id, keys },
    installScript: '# install-client.ps1',
    uninstallScript: '# uninstall-client.ps1',
  };
  registerFlows(ports, settings);
  const dispatch = dispatchHints(ports);
  app.post('dispatch', {
    route: 'bench/dispatch',
    extraInputs: [df.input.durableClient()],
    handler: async (request, context) => {
      const messages = (await request.json()) as unknown[];
      await dispatch(messages, context, durableRuns(df.getClient(context)));
      return { status: 204 };
    },
  });
}

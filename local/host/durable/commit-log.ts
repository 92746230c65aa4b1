import { type Journal } from '../journal/journal';
import { type Commit } from './commit';
import { type CrashPoint, type FaultSwitches, isCrashDue } from './fault-switches';
import { type Effects, type InstanceStore } from './instance-store';

/** The host was stopped or crashed before the change was kept. */
export class HostStopped extends Error {
  constructor() {
    super('The host has stopped; the change was not kept.');
    this.name = 'HostStopped';
  }
}

/** The one way to change the store: a commit is durable first, then applied, then acted upon. */
export class CommitLog {
  private isDead = false;

  constructor(
    private readonly store: InstanceStore,
    private readonly journal: Journal,
    private readonly faults: FaultSwitches,
    private readonly act: (effects: Effects) => void,
    /** Has to call `die`. */
    private readonly onCrash: () => void,
  ) {}

  /** Reads the journal into the store and rewrites it as a snapshot. @throws JournalCorrupted */
  async load(): Promise<void> {
    await this.journal.open((text) => this.store.apply(JSON.parse(text) as Commit));
    await this.journal.compact(this.snapshot());
  }

  /**
   * Keeps a change. Resolves when it is durable and applied.
   *
   * @throws HostStopped when the host died or was stopped meanwhile; the change may then be kept or not.
   */
  async commit(commit: Commit, point?: Omit<CrashPoint, 'when'>): Promise<void> {
    if (this.isDead) throw new HostStopped();
    if (point && isCrashDue(this.faults, { ...point, when: 'before' })) this.crash();
    await this.append(commit);
    if (point && isCrashDue(this.faults, { ...point, when: 'after' })) this.crash();
    this.act(this.store.apply(commit));
  }

  /** Nothing is kept or applied from here on, as if the process were gone. */
  die(): void {
    this.isDead = true;
    this.journal.abandon();
  }

  async close(): Promise<void> {
    await this.journal.close();
    this.isDead = true;
  }

  private async append(commit: Commit): Promise<void> {
    try {
      await this.journal.append(JSON.stringify(commit));
    } catch (error) {
      throw this.hasDied() ? new HostStopped() : error;
    }
    if (this.hasDied()) throw new HostStopped();
  }

  private hasDied(): boolean {
    return this.isDead;
  }

  private crash(): never {
    this.onCrash();
    throw new HostStopped();
  }

  private *snapshot(): Generator<string> {
    for (const instance of this.store.all())
      yield JSON.stringify({ kind: 'snapshot', instance } satisfies Commit);
  }
}

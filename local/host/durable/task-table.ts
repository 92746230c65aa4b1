import { type CreatedEvent } from './history-event';
import { checkDeterminism } from './non-determinism';
import { type NewWork, type WorkRequest } from './new-work';

/** Called once, when the task's completion is found in the history. */
export type Settle = (outcome: { hasFailed: boolean; isNonRetriable: boolean }) => void;

/**
 * The sequence ids, open tasks and pending work of one replay, as the framework's orchestration context keeps them:
 * starting a task takes the next id, work found in the history is no longer pending, what is pending at the end of the
 * history is new.
 */
export class TaskTable {
  private nextId = 0;
  private readonly open = new Map<number, Settle>();
  /** Cancelled timers that still tick: they hold nothing back. */
  private readonly ticking = new Map<number, Settle>();
  private pending = new Map<number, NewWork>();
  private parked = new Map<number, NewWork>();

  /** Starts a task and returns its id. */
  start(request: WorkRequest, settle: Settle, isCancelled = false): number {
    const id = this.nextId++;
    this.pending.set(id, { ...request, id });
    (isCancelled ? this.ticking : this.open).set(id, settle);
    return id;
  }

  /** The id the next task will take. */
  get upcomingId(): number {
    return this.nextId;
  }

  /** @throws NonDeterminism when the history holds other work under that id. */
  findInHistory(event: CreatedEvent): void {
    checkDeterminism(event, this.pending.get(event.EventId));
    this.pending.delete(event.EventId);
  }

  /** Closes a task; a completion of a task that is not open is a duplicate and ignored. */
  complete(id: number, outcome: Parameters<Settle>[0]): void {
    const settle = this.open.get(id) ?? this.ticking.get(id);
    this.open.delete(id);
    this.ticking.delete(id);
    settle?.(outcome);
  }

  get hasOpenTasks(): boolean {
    return this.open.size > 0;
  }

  get openTaskIds(): number[] {
    return [...this.open.keys()];
  }

  /** Suspending puts work that is not started yet aside; resuming brings it back. */
  park(): void {
    for (const [id, work] of this.pending) this.parked.set(id, work);
    this.pending = new Map();
  }

  unpark(): void {
    this.pending = new Map([...this.pending, ...this.parked]);
    this.parked = new Map();
  }

  newWork(): NewWork[] {
    return [...this.pending.values()].sort((one, other) => one.id - other.id);
  }
}

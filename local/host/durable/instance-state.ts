import { type HistoryEvent, type InboundEvent, type ParentInstance } from './history-event';

export type RuntimeStatus = 'Pending' | 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated';

/** An activity that was started and has not been answered yet. */
export interface ActivityTask {
  id: number;
  name: string;
  /** As the orchestrator's action carried it; absent for "no input". */
  input?: unknown;
}

export interface TimerTask {
  id: number;
  fireAtMs: number;
}

/** Something an instance has to take note of in its next turn. */
export interface Message {
  /** Set when the message belongs to one execution: a later one drops it. */
  executionId?: string;
  event: InboundEvent;
}

/** An orchestration instance with everything that must survive the process. */
export interface InstanceState {
  instanceId: string;
  executionId: string;
  name: string;
  version: string | null;
  /** JSON text. */
  input: string | null;
  parent: ParentInstance | null;
  status: RuntimeStatus;
  /** JSON text. */
  customStatus: string | null;
  /** The custom status is the one of the execution before, until the orchestrator sets its own (facts 2.12). */
  isCustomStatusCarried: boolean;
  /** JSON text of a result; plain text of a failure, a termination or a suspension. */
  output: string | null;
  createdAtMs: number;
  updatedAtMs: number;
  history: HistoryEvent[];
  inbox: Message[];
  tasks: ActivityTask[];
  timers: TimerTask[];
  /** Continued as new: the first turn of this execution is due although the inbox may be empty. */
  isFresh: boolean;
}

/** What a start leaves; the rest of the state follows from it. */
export interface NewInstance {
  instanceId: string;
  executionId: string;
  name: string;
  version: string | null;
  input: string | null;
  parent: ParentInstance | null;
  createdAtMs: number;
}

const ENDED: ReadonlySet<RuntimeStatus> = new Set(['Completed', 'Failed', 'Terminated']);

/** Nothing changes an ended instance but a purge, or a start that replaces it. */
export function hasEnded(instance: { status: RuntimeStatus }): boolean {
  return ENDED.has(instance.status);
}

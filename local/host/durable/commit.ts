import { type HistoryEvent } from './history-event';
import {
  type ActivityTask,
  type InstanceState,
  type Message,
  type NewInstance,
  type RuntimeStatus,
  type TimerTask,
} from './instance-state';

/** What one turn of an instance changes; kept or lost as a whole. */
export interface TurnCommit {
  kind: 'turn';
  instanceId: string;
  executionId: string;
  /** Messages taken from the front of the inbox. */
  taken: number;
  /** Events added to the history. */
  events: HistoryEvent[];
  status: RuntimeStatus;
  customStatus: string | null;
  isCustomStatusCarried: boolean;
  output: string | null;
  updatedAtMs: number;
  tasks: ActivityTask[];
  timers: TimerTask[];
  /** Sub-orchestrations that the turn starts. */
  children: NewInstance[];
  /** Messages to other instances, or to itself. */
  outgoing: { to: string; message: Message }[];
  /** Set when the instance continues as new: the execution that follows. */
  next?: { executionId: string; input: string | null; history: HistoryEvent[]; createdAtMs: number };
}

/** One atomic change of the store. */
export type Commit =
  | { kind: 'start'; instance: NewInstance; mayReplaceRunning: boolean }
  | {
      kind: 'deliver';
      to: string;
      messages: Message[];
      /** The task or timer whose completion this is. */
      closes?: { executionId: string; task?: number; timer?: number };
    }
  | TurnCommit
  | { kind: 'drop'; instanceId: string; executionId: string; taken: number }
  | { kind: 'purge'; instanceIds: string[] }
  | { kind: 'snapshot'; instance: InstanceState };

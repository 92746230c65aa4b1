import { type CallActivity, type CallSubOrchestrator } from './orchestrator-action';

/** Work a turn starts, under the sequence id that its history event and its completion carry. */
export type NewWork =
  | { kind: 'activity'; id: number; name: string; input: CallActivity['input'] }
  | {
      kind: 'sub-orchestration';
      id: number;
      name: string;
      instanceId: string;
      version: string | null;
      input: CallSubOrchestrator['input'];
    }
  | { kind: 'timer'; id: number; fireAtMs: number };

/** A task before it has an id. */
export type WorkRequest = NewWork extends infer Work
  ? Work extends unknown
    ? Omit<Work, 'id'>
    : never
  : never;

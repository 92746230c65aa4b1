/** Kinds of actions an orchestrator answers with (facts, functions-host 2.4). */
export enum ActionType {
  CallActivity = 0,
  CallActivityWithRetry = 1,
  CallSubOrchestrator = 2,
  CallSubOrchestratorWithRetry = 3,
  ContinueAsNew = 4,
  CreateTimer = 5,
  WaitForExternalEvent = 6,
  CallEntity = 7,
  CallHttp = 8,
  SignalEntity = 9,
  ScheduledSignalEntity = 10,
  WhenAny = 11,
  WhenAll = 12,
  LockEntities = 13,
  ReleaseEntities = 14,
}

export interface RetryOptions {
  firstRetryIntervalInMilliseconds: number;
  maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;
}

export interface CallActivity {
  actionType: ActionType.CallActivity;
  functionName: string;
  input?: unknown;
}

export interface CallActivityWithRetry {
  actionType: ActionType.CallActivityWithRetry;
  functionName: string;
  input?: unknown;
  retryOptions: RetryOptions;
}

export interface CallSubOrchestrator {
  actionType: ActionType.CallSubOrchestrator;
  functionName: string;
  instanceId?: string;
  input?: unknown;
  version?: string;
}

export interface CallSubOrchestratorWithRetry extends Omit<CallSubOrchestrator, 'actionType'> {
  actionType: ActionType.CallSubOrchestratorWithRetry;
  retryOptions: RetryOptions;
}

export interface ContinueAsNew {
  actionType: ActionType.ContinueAsNew;
  input?: unknown;
}

export interface CreateTimer {
  actionType: ActionType.CreateTimer;
  fireAt: string;
  isCanceled: boolean;
}

export interface WaitForExternalEvent {
  actionType: ActionType.WaitForExternalEvent;
  externalEventName: string;
}

export interface CompoundAction {
  actionType: ActionType.WhenAny | ActionType.WhenAll;
  compoundActions: OrchestratorAction[];
}

/** What this host refuses to run, by name. */
export interface RefusedAction {
  actionType:
    | ActionType.CallEntity
    | ActionType.CallHttp
    | ActionType.SignalEntity
    | ActionType.ScheduledSignalEntity
    | ActionType.LockEntities
    | ActionType.ReleaseEntities;
}

export type OrchestratorAction =
  | CallActivity
  | CallActivityWithRetry
  | CallSubOrchestrator
  | CallSubOrchestratorWithRetry
  | ContinueAsNew
  | CreateTimer
  | WaitForExternalEvent
  | CompoundAction
  | RefusedAction;

/** The names a refusal uses. */
export const REFUSED_FEATURES: Record<RefusedAction['actionType'], string> = {
  [ActionType.CallEntity]: 'durable entities (callEntity)',
  [ActionType.SignalEntity]: 'durable entities (signalEntity)',
  [ActionType.ScheduledSignalEntity]: 'durable entities (signalEntity)',
  [ActionType.LockEntities]: 'critical sections (df.lock)',
  [ActionType.ReleaseEntities]: 'critical sections (df.lock)',
  [ActionType.CallHttp]: 'callHttp',
};

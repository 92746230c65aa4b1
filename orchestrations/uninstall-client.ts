import type { OrchestrationContext, Task } from 'durable-functions';
import type { HostRecord } from '../shared/domain/host-record';
import type { Outcome } from '../shared/domain/outcome';
import type { ActivityInput, ActivityOutputs, Life } from './contract';
import { pendingInstall } from './pending-install';
import { held, settled, type Ending } from './run-subject';
import { PATIENCE_SECONDS, settle } from './settle';
import { must, resumed, StopRun } from './stop-run';

/** Nobody waits for the client to go from a machine that is off: who starts it decides, and once a day is soon enough. */
const OFF_LOOK_SECONDS = 24 * 3600;
const FIRST_LOOK_SECONDS = 3;

/** Whether the host's client is to be taken away, or a removal of it has not ended yet. Pure. */
export const isClientLeaving = ({ target, lease, isClientUnwanted, removing, wanted }: HostRecord): boolean =>
  target.kind === 'vm' &&
  wanted !== null &&
  (removing !== undefined || (isClientUnwanted && lease.kind === 'dirty'));

/**
 * Takes the client off a host that nobody has any more. A host that was leased again meanwhile keeps it: what was begun
 * is seen to its end, and the guest's wish starts the next run. A machine that is off is started only as the policy says.
 */
export function* uninstallClient(
  context: OrchestrationContext,
  life: Life,
  record: HostRecord,
  detail: unknown,
): Generator<Task, Ending, unknown> {
  const { host } = record;
  yield* endInstallFirst(context, life, record, detail);
  if (record.removing !== undefined && record.lease.kind !== 'dirty')
    return yield* seeToItsEnd(context, life, record, record.removing.command);
  const running = yield* settle(context, life, 'ensureVmRunning', { host });
  if (running.kind === 'refused' && running.code === 'vm-not-running')
    return { ...held(running.code, running.message), wakeAfterSeconds: OFF_LOOK_SECONDS };
  if (running.kind !== 'done') throw new StopRun('ensureVmRunning', running);
  const { location } = running.value;
  const { command } = yield* must(context, life, 'ensureUninstallCommand', { host, location });
  if (command === null) return yield* atRest(context, life, host);
  const firstLook = new Date(context.df.currentUtcDateTime.getTime() + FIRST_LOOK_SECONDS * 1000);
  yield context.df.createTimer(firstLook);
  return yield* seeToItsEnd(context, life, record, command);
}

const NOTHING_FOUND = {
  proved: null,
  refused: null,
  os: null,
  isRestartPending: false,
  notBefore: null,
} satisfies Partial<ActivityInput<'recordClient'>>;

/** An install that a run before this one left under way ends first: two installers never meet. */
function* endInstallFirst(
  context: OrchestrationContext,
  life: Life,
  { host }: HostRecord,
  detail: unknown,
): Generator<Task, void, unknown> {
  const command = pendingInstall(detail)?.command ?? null;
  if (command === null) return;
  const outcome = yield* settle(context, resumed(life), 'readInstallCommand', { host, command });
  const isOver = outcome.kind === 'done' || outcome.kind === 'refused' || isBusy(outcome);
  if (!isOver) throw new StopRun('readInstallCommand', outcome);
  yield* must(context, life, 'recordClient', { ...NOTHING_FOUND, host, command });
}

/** A wait beyond patience means that the command ended for nothing: another installer was at work. */
const isBusy = (outcome: Outcome<unknown>) =>
  outcome.kind === 'later' && outcome.retryAfterSeconds > PATIENCE_SECONDS;

function* seeToItsEnd(
  context: OrchestrationContext,
  life: Life,
  { host, lease }: HostRecord,
  command: string,
): Generator<Task, Ending, unknown> {
  const outcome: Outcome<ActivityOutputs['readUninstallCommand']> = yield* settle(
    context,
    life,
    'readUninstallCommand',
    { host, command },
  );
  const isOver = outcome.kind === 'done' || outcome.kind === 'refused' || isBusy(outcome);
  if (!isOver) throw new StopRun('readUninstallCommand', outcome, {});
  const isGone = outcome.kind === 'done';
  const isRestartPending = isGone && outcome.value.isRestartPending;
  yield* must(context, life, 'recordUninstall', { host, isGone, isRestartPending });
  // Whoever has the host by now wants the client, whatever became of its removal: that is the next look's.
  if (lease.kind === 'leased') return { ...settled('working'), wakeAfterSeconds: 1, detail: {} };
  if (!isGone) {
    yield* must(context, life, 'ensureVmAtRest', { host });
    throw new StopRun('readUninstallCommand', outcome, {});
  }
  return yield* atRest(context, life, host);
}

function* atRest(
  context: OrchestrationContext,
  life: Life,
  host: HostRecord['host'],
): Generator<Task, Ending, unknown> {
  yield* must(context, life, 'ensureVmAtRest', { host });
  return { ...settled('idle'), detail: {} };
}

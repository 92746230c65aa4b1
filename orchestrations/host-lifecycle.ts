import type { OrchestrationContext, Task } from 'durable-functions';
import { HOLDS, type HoldCode } from '../shared/domain/holds';
import type { HostRecord } from '../shared/domain/host-record';
import { hostId } from '../shared/domain/ids';
import type { Stop } from '../shared/domain/outcome';
import { isVersionAtLeast } from '../shared/domain/version';
import type { ActivityInput, Life } from './contract';
import { installClient, type Installed } from './install-client';
import { pendingInstall, type PendingInstall } from './pending-install';
import { held, runSubject, settled, type Ending, type Opened } from './run-subject';
import { PATIENCE_SECONDS } from './settle';
import { must, StopRun } from './stop-run';
import { isClientLeaving, uninstallClient } from './uninstall-client';

/**
 * Trigger: a hint that somebody wants the client on this host, or that nobody has the host any more. Ends: idle (nothing wanted, proved, or gone), working
 * (parked with an alarm), held. All work on one machine goes through its run, so two installers never meet.
 * When it stops an admin sees the host held, with the exit code and what the installer printed last.
 */
export function* hostLifecycle(context: OrchestrationContext): Generator<Task, string, unknown> {
  return yield* runSubject(context, 'host', (life, opened) => lookAtHost(context, life, opened));
}

function* lookAtHost(
  context: OrchestrationContext,
  life: Life,
  opened: Opened,
): Generator<Task, Ending, unknown> {
  const host = hostId(life.subject.id);
  const record = yield* must(context, life, 'readHostRecord', { host });
  if (isClientLeaving(record)) return yield* uninstallClient(context, life, record, opened.detail);
  const { wanted, proved } = record;
  if (wanted === null || (proved !== null && isVersionAtLeast(proved.version, wanted.version)))
    return yield* atRest(context, life, record);
  const { refused } = record;
  if (refused?.version === wanted.version) return held(holdCode(refused.code), refused.message);
  const before = pendingInstall(opened.detail);
  const installed = yield* installClient(context, life, record, wanted.version, before);
  return yield* endInstall(context, life, record, wanted.version, installed);
}

/** What a run before this one still owes the machine. */
function* atRest(
  context: OrchestrationContext,
  life: Life,
  { host, isStartedByUs, isRestartPending }: HostRecord,
): Generator<Task, Ending, unknown> {
  if (isStartedByUs || isRestartPending) yield* must(context, life, 'ensureVmAtRest', { host });
  return settled('idle');
}

const NOTHING_TO_RECORD = {
  proved: null,
  refused: null,
  command: null,
  os: null,
  isRestartPending: false,
  notBefore: null,
} satisfies Partial<ActivityInput<'recordClient'>>;

function* endInstall(
  context: OrchestrationContext,
  life: Life,
  record: HostRecord,
  version: string,
  installed: Installed,
): Generator<Task, Ending, unknown> {
  const { host } = record;
  const { step, command, outcome } = installed;
  const nothing = { ...NOTHING_TO_RECORD, host };
  const wasStarted = installed.wasStarted || record.isStartedByUs;
  if (outcome.kind === 'done') {
    const { os, isRestartPending } = outcome.value;
    const proved = { version: outcome.value.version };
    yield* must(context, life, 'recordClient', { ...nothing, proved, command, os, isRestartPending });
    if (isRestartPending || wasStarted) yield* must(context, life, 'ensureVmAtRest', { host });
    return { ...settled('idle'), detail: {} };
  }
  if (outcome.kind === 'refused') {
    const refused = { version, code: outcome.code, message: outcome.message };
    yield* must(context, life, 'recordClient', { ...nothing, refused, command });
    if (wasStarted) yield* must(context, life, 'ensureVmAtRest', { host });
    throw new StopRun(step, outcome, {});
  }
  return yield* putOffInstall(context, life, { host, version, installed, wasStarted }, outcome);
}

interface PutOff {
  host: HostRecord['host'];
  version: string;
  installed: Installed;
  wasStarted: boolean;
}

/** It is not done and not refused: what was found is kept for the next run. */
function* putOffInstall(
  context: OrchestrationContext,
  life: Life,
  { host, version, installed, wasStarted }: PutOff,
  stop: Stop,
): Generator<Task, Ending, unknown> {
  const { step, command } = installed;
  const nothing = { ...NOTHING_TO_RECORD, host };
  if (stop.kind === 'later' && stop.reason === 'window-closed') {
    const notBefore = isoAfter(context, stop.retryAfterSeconds);
    yield* must(context, life, 'recordClient', { ...nothing, notBefore });
    // The window closed between the start and the install: nobody lets a machine run for a day.
    if (wasStarted) yield* must(context, life, 'ensureVmAtRest', { host });
    throw new StopRun(step, stop, {});
  }
  if (command !== null && isOver(stop)) {
    yield* must(context, life, 'recordClient', { ...nothing, command });
    throw new StopRun(step, stop, {});
  }
  throw new StopRun(step, stop, leftUnderWay(installed, version));
}

const isoAfter = (context: OrchestrationContext, seconds: number): string =>
  new Date(context.df.currentUtcDateTime.getTime() + seconds * 1000).toISOString();

/** Nobody has asked again since it was refused: whoever does takes the refusal away (ensureClient), hourly at least. */
const holdCode = (code: string): HoldCode => (code in HOLDS ? (code as HoldCode) : 'client-failed');

/** A wait for the command beyond patience means that it ended for nothing: another installer was at work. */
const isOver = (stop: Stop) =>
  stop.kind === 'later' && stop.reason === 'command-running' && stop.retryAfterSeconds > PATIENCE_SECONDS;

function leftUnderWay({ step, command }: Installed, version: string): PendingInstall | object {
  const isUnderWay = command !== null || step === 'readAppInstallation';
  return isUnderWay ? { command, version } : {};
}

import type { OrchestrationContext, Task } from 'durable-functions';
import { HOLDS, type HoldCode } from '../shared/domain/holds';
import type { HostRecord } from '../shared/domain/host-record';
import { hostId } from '../shared/domain/ids';
import type { Outcome, Stop } from '../shared/domain/outcome';
import { isVersionAtLeast } from '../shared/domain/version';
import type { ActivityName, Life } from './contract';
import { pendingInstall, type PendingInstall } from './pending-install';
import { held, runSubject, settled, type Ending, type Opened } from './run-subject';
import { PATIENCE_SECONDS, settle } from './settle';
import { must, resumed, StopRun } from './stop-run';

/**
 * Trigger: a hint that somebody wants the client on this host. Ends: idle (nothing wanted, or proved), working
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
  const { wanted, proved } = record;
  if (wanted === null || (proved !== null && isVersionAtLeast(proved.version, wanted.version)))
    return settled('idle');
  const { refused } = record;
  if (refused?.version === wanted.version) return held(holdCode(refused.code), refused.message);
  const before = pendingInstall(opened.detail);
  const installed = yield* installClient(context, life, record, wanted.version, before);
  const { step, command, outcome } = installed;
  if (outcome.kind === 'done') {
    const seen = { version: outcome.value.version };
    yield* must(context, life, 'recordClient', { host, proved: seen, refused: null, command });
    return { ...settled('idle'), detail: {} };
  }
  if (outcome.kind === 'refused') {
    const refusal = { version: wanted.version, code: outcome.code, message: outcome.message };
    yield* must(context, life, 'recordClient', { host, proved: null, refused: refusal, command });
    throw new StopRun(step, outcome, {});
  }
  if (command !== null && isOver(outcome)) {
    yield* must(context, life, 'recordClient', { host, proved: null, refused: null, command });
    throw new StopRun(step, outcome, {});
  }
  throw new StopRun(step, outcome, leftUnderWay(installed, wanted.version));
}

/** Nobody has asked again since it was refused: whoever does takes the refusal away (ensureClient), hourly at least. */
const holdCode = (code: string): HoldCode => (code in HOLDS ? (code as HoldCode) : 'client-failed');

/** A wait for the command beyond patience means that it ended for nothing: another installer was at work. */
const isOver = (stop: Stop) =>
  stop.kind === 'later' && stop.reason === 'command-running' && stop.retryAfterSeconds > PATIENCE_SECONDS;

function leftUnderWay({ step, command }: Installed, version: string): PendingInstall | object {
  const isUnderWay = command !== null || step === 'readAppInstallation';
  return isUnderWay ? { command, version } : {};
}

interface Installed {
  /** Where it came to its end, good or bad. */
  step: ActivityName;
  /** Name of the run command that is on the machine; null = none is. */
  command: string | null;
  outcome: Outcome<{ version: string }>;
}

/** A virtual machine gets the client by managed Run Command, a Cloud PC by Intune. */
function* installClient(
  context: OrchestrationContext,
  life: Life,
  { host, target }: HostRecord,
  version: string,
  before: PendingInstall | undefined,
): Generator<Task, Installed, unknown> {
  if (target.kind === 'cloud-pc') {
    const asked = before === undefined ? life : resumed(life);
    const outcome = yield* settle(context, asked, 'readAppInstallation', { host });
    return { step: 'readAppInstallation', command: null, outcome };
  }
  const command = before?.command ?? null;
  if (command !== null) {
    const outcome = yield* settle(context, resumed(life), 'readInstallCommand', { host, command });
    // An older version's installer that ended without this one is no refusal of this one.
    if (outcome.kind !== 'refused' || before?.version === version)
      return { step: 'readInstallCommand', command, outcome };
  }
  return yield* startInstall(context, life, host);
}

function* startInstall(
  context: OrchestrationContext,
  life: Life,
  host: HostRecord['host'],
): Generator<Task, Installed, unknown> {
  const running = yield* settle(context, life, 'ensureVmRunning', { host });
  if (running.kind !== 'done') return { step: 'ensureVmRunning', command: null, outcome: running };
  const put = yield* settle(context, life, 'ensureInstallCommand', { host });
  if (put.kind !== 'done') return { step: 'ensureInstallCommand', command: null, outcome: put };
  const { command } = put.value;
  const outcome = yield* settle(context, life, 'readInstallCommand', { host, command });
  return { step: 'readInstallCommand', command, outcome };
}

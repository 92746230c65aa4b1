import type { OrchestrationContext, Task } from 'durable-functions';
import type { HostRecord } from '../shared/domain/host-record';
import { hostId } from '../shared/domain/ids';
import type { Outcome } from '../shared/domain/outcome';
import { isVersionAtLeast } from '../shared/domain/version';
import type { Life } from './contract';
import { runSubject, settled, type Ending } from './run-subject';
import { settle } from './settle';
import { must, StopRun } from './stop-run';

/**
 * Trigger: a hint that somebody wants the client on this host. Ends: idle (nothing wanted, or proved), working
 * (parked with an alarm), held. All work on one machine goes through its run, so two installers never meet.
 * When it stops an admin sees the host held, with the exit code and what the installer printed last.
 */
export function* hostLifecycle(context: OrchestrationContext): Generator<Task, string, unknown> {
  return yield* runSubject(context, 'host', (life) => lookAtHost(context, life));
}

function* lookAtHost(context: OrchestrationContext, life: Life): Generator<Task, Ending, unknown> {
  const host = hostId(life.subject.id);
  const record = yield* must(context, life, 'readHostRecord', { host });
  const { wanted, proved } = record;
  if (wanted === null || (proved !== null && isVersionAtLeast(proved.version, wanted.version)))
    return settled('idle');
  const installed = yield* installClient(context, life, record);
  if (installed.outcome.kind === 'done') {
    const { version } = installed.outcome.value;
    yield* must(context, life, 'recordClient', {
      host,
      proved: { version },
      refused: null,
      command: installed.command,
    });
    return settled('idle');
  }
  if (installed.outcome.kind === 'refused') {
    const { code, message } = installed.outcome;
    const refusal = { version: wanted.version, code, message };
    yield* must(context, life, 'recordClient', {
      host,
      proved: null,
      refused: refusal,
      command: installed.command,
    });
  }
  throw new StopRun(installed.step, installed.outcome);
}

interface Installed {
  step: 'readInstallCommand' | 'readAppInstallation';
  /** Name of the run command to clear away; null = none was used. */
  command: string | null;
  outcome: Outcome<{ version: string }>;
}

/** A virtual machine gets the client by managed Run Command, a Cloud PC by Intune. */
function* installClient(
  context: OrchestrationContext,
  life: Life,
  record: HostRecord,
): Generator<Task, Installed, unknown> {
  const host = record.host;
  if (record.target.kind === 'cloud-pc') {
    const outcome = yield* settle(context, life, 'readAppInstallation', { host });
    return { step: 'readAppInstallation', command: null, outcome };
  }
  yield* must(context, life, 'ensureVmRunning', { host });
  const { command } = yield* must(context, life, 'ensureInstallCommand', { host });
  const outcome = yield* settle(context, life, 'readInstallCommand', { host, command });
  return { step: 'readInstallCommand', command, outcome };
}

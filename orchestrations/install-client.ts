import type { OrchestrationContext, Task } from 'durable-functions';
import type { HostRecord } from '../shared/domain/host-record';
import type { Outcome } from '../shared/domain/outcome';
import type { ActivityName, InstalledClient, Life } from './contract';
import type { PendingInstall } from './pending-install';
import { settle } from './settle';
import { resumed } from './stop-run';

export interface Installed {
  /** Where it came to its end, good or bad. */
  step: ActivityName;
  /** Name of the run command that is on the machine; null = none is. */
  command: string | null;
  outcome: Outcome<InstalledClient>;
  /** The machine was off when this run came: it may have started it. */
  wasStarted: boolean;
}

/** An install that has just begun needs some seconds; asking at once would only cost a read. */
const FIRST_LOOK_SECONDS = 3;

/** A virtual machine gets the client by managed Run Command, a Cloud PC by Intune. */
export function* installClient(
  context: OrchestrationContext,
  life: Life,
  { host, target }: HostRecord,
  version: string,
  before: PendingInstall | undefined,
): Generator<Task, Installed, unknown> {
  if (target.kind === 'cloud-pc') {
    const asked = before === undefined ? life : resumed(life);
    const outcome = yield* settle(context, asked, 'readAppInstallation', { host });
    return { step: 'readAppInstallation', command: null, outcome, wasStarted: false };
  }
  const command = before?.command ?? null;
  if (command !== null) {
    const outcome = yield* settle(context, resumed(life), 'readInstallCommand', { host, command });
    // An older version's installer that ended without this one is no refusal of this one.
    if (outcome.kind !== 'refused' || before?.version === version)
      return { step: 'readInstallCommand', command, outcome, wasStarted: false };
  }
  return yield* startInstall(context, life, host);
}

function* startInstall(
  context: OrchestrationContext,
  life: Life,
  host: HostRecord['host'],
): Generator<Task, Installed, unknown> {
  const cameMs = context.df.currentUtcDateTime.getTime();
  const running = yield* settle(context, life, 'ensureVmRunning', { host });
  const wasStarted = context.df.currentUtcDateTime.getTime() - cameMs >= 1000;
  if (running.kind !== 'done')
    return { step: 'ensureVmRunning', command: null, outcome: running, wasStarted: false };
  const { location } = running.value;
  const put = yield* settle(context, life, 'ensureInstallCommand', { host, location });
  if (put.kind !== 'done') return { step: 'ensureInstallCommand', command: null, outcome: put, wasStarted };
  const { command } = put.value;
  const firstLook = new Date(context.df.currentUtcDateTime.getTime() + FIRST_LOOK_SECONDS * 1000);
  yield context.df.createTimer(firstLook);
  const outcome = yield* settle(context, life, 'readInstallCommand', { host, command });
  return { step: 'readInstallCommand', command, outcome, wasStarted };
}

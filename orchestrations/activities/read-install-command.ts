import type { RunCommandResult, VirtualMachines } from '../../shared/clients/virtual-machines';
import { judgeInstall } from '../../shared/domain/install-report';
import { done, later, refused } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';
import { vmTarget } from './vm-target';

interface Deps {
  machines: VirtualMachines;
  hosts: HostRecords;
}

const UNFINISHED = new Set(['Pending', 'Running', 'Unknown']);
/** Reads of one machine refill at 12 a minute (Compute throttling limits, May 2024). */
const SOON_SECONDS = 5;
const LESS_SOON_SECONDS = 10;
const SLOW_SECONDS = 15;
/** The command was put a moment ago, and may not show yet. */
const SHOWS_WITHIN_SECONDS = 15;
/** Longer than settle's patience: the run parks, and the next one uses a new command. */
const ANOTHER_INSTALL_SECONDS = 180;

/** What the install command came to: its own last line decides, not the platform's provisioning state. Changes nothing. */
export const readInstallCommand =
  ({ machines, hosts }: Deps): Act<'readInstallCommand'> =>
  async ({ host, command, life }) => {
    const target = await vmTarget(hosts, host);
    if (target.kind === 'stop') return target.stop;
    const result = await machines.readRunCommand(target.vmResourceId, command);
    if (result === undefined && life.waitedSeconds < SHOWS_WITHIN_SECONDS)
      return later('not-replicated', SOON_SECONDS);
    if (result === undefined)
      return refused('client-failed', `run command ${command} vanished from the machine`);
    if (UNFINISHED.has(result.executionState)) {
      return later('command-running', nextLookSeconds(life.waitedSeconds));
    }
    return judge(result, target.wanted.version);
  };

/** A few seconds at first, where the client was there already; then as an install takes. */
function nextLookSeconds(waitedSeconds: number): number {
  if (waitedSeconds < SOON_SECONDS) return SOON_SECONDS;
  return waitedSeconds < SOON_SECONDS + LESS_SOON_SECONDS ? LESS_SOON_SECONDS : SLOW_SECONDS;
}

function judge({ executionState, exitCode, output, error }: RunCommandResult, wantedVersion: string) {
  const verdict = judgeInstall({ executionState, exitCode, output, error }, wantedVersion);
  switch (verdict.kind) {
    case 'installed':
      return done({
        version: verdict.version,
        isRestartPending: verdict.isRestartPending,
        os: verdict.os,
      });
    case 'busy':
      return later('command-running', ANOTHER_INSTALL_SECONDS);
    case 'failed':
      return refused('client-failed', verdict.because);
  }
}

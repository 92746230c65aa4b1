import type { VirtualMachines } from '../../shared/clients/virtual-machines';
import { done, later, refused } from '../../shared/domain/outcome';
import { judgeUninstall } from '../../shared/domain/uninstall-report';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';
import { vmTarget } from './vm-target';

interface Deps {
  machines: VirtualMachines;
  hosts: HostRecords;
}

const UNFINISHED = new Set(['Pending', 'Running', 'Unknown']);
/** Nobody waits for it: reads of one machine refill at 12 a minute (Compute throttling limits, May 2024). */
const LOOK_AGAIN_SECONDS = 15;
/** The command was put a moment ago, and may not show yet. */
const SHOWS_WITHIN_SECONDS = 15;
/** Longer than settle's patience: the run parks, and the next one uses a new command. */
const ANOTHER_INSTALL_SECONDS = 180;

/** What the uninstall command came to: only a client that was looked for and not found is gone. Changes nothing. */
export const readUninstallCommand =
  ({ machines, hosts }: Deps): Act<'readUninstallCommand'> =>
  async ({ host, command, life }) => {
    const target = await vmTarget(hosts, host);
    if (target.kind === 'stop') return target.stop;
    const result = await machines.readRunCommand(target.vmResourceId, command);
    if (result === undefined)
      return life.waitedSeconds < SHOWS_WITHIN_SECONDS
        ? later('not-replicated', LOOK_AGAIN_SECONDS)
        : refused('client-failed', `run command ${command} vanished from the machine`);
    if (UNFINISHED.has(result.executionState)) return later('uninstall-pending', LOOK_AGAIN_SECONDS);
    const verdict = judgeUninstall(result);
    switch (verdict.kind) {
      case 'gone':
        return done({ isRestartPending: verdict.isRestartPending });
      case 'busy':
        return later('uninstall-pending', ANOTHER_INSTALL_SECONDS);
      case 'failed':
        return refused('client-failed', verdict.because);
    }
  };

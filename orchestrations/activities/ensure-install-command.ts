import type { VirtualMachines } from '../../shared/clients/virtual-machines';
import { done } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';
import { vmTarget } from './vm-target';

interface Deps {
  machines: VirtualMachines;
  hosts: HostRecords;
  /** Text of install-client.ps1. */
  installScript: string;
}

const INSTALL_TIMEOUT_SECONDS = 3600;

/**
 * The install command of this run exists on the machine afterwards; the step that reads what came of it reads it back. Each run has a name of its own: putting a
 * name again runs nothing anew (UNVERIFIED), and this step repeated must not install twice.
 */
export const ensureInstallCommand =
  ({ machines, hosts, installScript }: Deps): Act<'ensureInstallCommand'> =>
  async ({ host, location, life }) => {
    const target = await vmTarget(hosts, host);
    if (target.kind === 'stop') return target.stop;
    const { version, installerUrl, sha256 } = target.wanted;
    const command = `gsa-install-${version.replaceAll('.', '-')}-${life.run}`;
    if ((await machines.readRunCommand(target.vmResourceId, command)) !== undefined) return done({ command });
    await machines.putRunCommand(target.vmResourceId, location, {
      name: command,
      script: installScript,
      parameters: { Version: version, Sha256: sha256 },
      protectedParameters: { InstallerUrl: installerUrl },
      timeoutSeconds: INSTALL_TIMEOUT_SECONDS,
    });
    return done({ command });
  };

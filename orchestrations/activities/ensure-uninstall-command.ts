import type { VirtualMachines } from '../../shared/clients/virtual-machines';
import type { HostRecord } from '../../shared/domain/host-record';
import { done, later } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';
import { vmTarget } from './vm-target';

interface Deps {
  machines: VirtualMachines;
  hosts: HostRecords;
  /** Text of uninstall-client.ps1. */
  uninstallScript: string;
}

const UNINSTALL_TIMEOUT_SECONDS = 3600;

/**
 * The command that takes the client off a host nobody has is on the machine afterwards; the step that reads what came
 * of it reads it back. The record says first that nothing is proved of the client any more: whoever is leased the host
 * from then on asks for it anew, and a host that was leased before is left alone. Safe to repeat.
 */
export const ensureUninstallCommand =
  ({ machines, hosts, uninstallScript }: Deps): Act<'ensureUninstallCommand'> =>
  async ({ host, location, life }) => {
    const target = await vmTarget(hosts, host);
    if (target.kind === 'stop') return target.stop;
    const stored = await hosts.read(host);
    const begun = stored && begin(stored.value, `gsa-remove-${life.run}`);
    if (stored === undefined || begun === undefined) return done({ command: null });
    if (begun !== stored.value && (await hosts.replace(begun, stored.etag)) === 'conflict')
      return later('uninstall-pending', 1);
    const { command } = begun.removing;
    if ((await machines.readRunCommand(target.vmResourceId, command)) !== undefined) return done({ command });
    const { installerUrl, sha256 } = target.wanted;
    await machines.putRunCommand(target.vmResourceId, location, {
      name: command,
      script: uninstallScript,
      parameters: { Sha256: sha256 },
      protectedParameters: { InstallerUrl: installerUrl },
      timeoutSeconds: UNINSTALL_TIMEOUT_SECONDS,
    });
    return done({ command });
  };

type Begun = HostRecord & { removing: NonNullable<HostRecord['removing']> };

/** The record once the removal has begun; undefined = the client is to stay. */
function begin(record: HostRecord, command: string): Begun | undefined {
  const { lease, isClientUnwanted, removing, proved } = record;
  if (lease.kind !== 'dirty' || !isClientUnwanted) return undefined;
  if (removing !== undefined) return { ...record, removing };
  const before = { command, version: proved?.version ?? null, guest: lease.lastGuest };
  return { ...record, proved: null, removing: before };
}

import type { CloudPcs } from '../../shared/clients/cloud-pcs';
import type { Desktops } from '../../shared/clients/desktops';
import type { Directory } from '../../shared/clients/directory';
import { done, later } from '../../shared/domain/outcome';
import type { Receipt } from '../../shared/domain/receipt';
import type { HostRecords } from '../../shared/state/hosts';
import type { Ledger } from '../../shared/state/ledger';
import type { Act } from './activity';
import { logOffAll, reboot } from './log-off-guest';
import { noteReceipts } from './note-receipts';

interface Deps {
  directory: Directory;
  desktops: Desktops;
  cloudPcs: CloudPcs;
  hosts: HostRecords;
  ledger: Ledger;
  now: () => Date;
}

const LOOK_AGAIN_SECONDS = 5;

/**
 * No session of the guest is left on the desktops that are leased to it: logged off on session hosts, and listed
 * again; a Cloud PC, whose sessions nobody can list, is started anew once for each pass. Safe to repeat: what is
 * gone is gone, and a Cloud PC that starts twice ends nobody's work twice.
 */
export const endSessions =
  (deps: Deps): Act<'endSessions'> =>
  async ({ guest, life }) => {
    const principal = await deps.directory.readUserPrincipalName(guest);
    const receipts: Receipt[] = [];
    let open = 0;
    for (const { value } of await deps.hosts.leasedTo(guest)) {
      if (value.target.kind === 'vm') {
        const ended = await logOffAll(deps, guest, value, principal);
        receipts.push(...ended.receipts);
        open += ended.left;
      } else if (life.waitedSeconds === 0) {
        receipts.push(...(await reboot(deps, guest, value.host)));
      }
    }
    if (open === 0) return done({ receipts });
    await noteReceipts(deps, life, 'endSessions', receipts);
    return later('session-open', LOOK_AGAIN_SECONDS);
  };

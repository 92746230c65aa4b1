import type { CloudPcs } from '../../shared/clients/cloud-pcs';
import type { Directory } from '../../shared/clients/directory';
import { hostId } from '../../shared/domain/ids';
import { done, later, refused } from '../../shared/domain/outcome';
import type { Act } from './activity';

interface Deps {
  cloudPcs: CloudPcs;
  directory: Directory;
}

const READY = new Set(['provisioned', 'provisionedWithWarnings']);
/** Quick at first, for a Cloud PC that is nearly there; then the run parks and looks every five minutes. */
const SOON_SECONDS = 5;
const SOON_ENOUGH_SECONDS = 60;
const PARK_SECONDS = 300;

/** Is the guest's Cloud PC there? Provisioned by licence and policy of its group; this only looks. */
export const readCloudPc =
  ({ cloudPcs, directory }: Deps): Act<'readCloudPc'> =>
  async ({ guest, life }) => {
    const principal = await directory.readUserPrincipalName(guest);
    if (principal === undefined) return refused('guest-gone', 'the guest is not in the directory any more');
    const found = await cloudPcs.findCloudPcs(principal);
    if (found.length > 1) return refused('ambiguous', `the guest has ${found.length} Cloud PCs; leave one`);
    const [cloudPc] = found;
    if (cloudPc?.status === 'failed') {
      return refused(
        'cloud-pc-failed',
        `Cloud PC ${cloudPc.id} failed: ${cloudPc.statusDetail ?? 'no detail given'}`,
      );
    }
    if (cloudPc === undefined || !READY.has(cloudPc.status) || cloudPc.managedDeviceId === null) {
      return later(
        'cloud-pc-provisioning',
        life.waitedSeconds < SOON_ENOUGH_SECONDS ? SOON_SECONDS : PARK_SECONDS,
      );
    }
    const target = { kind: 'cloud-pc' as const, managedDeviceId: cloudPc.managedDeviceId };
    return done({ kind: 'windows-365', host: hostId(cloudPc.id), name: 'Cloud PC', target });
  };

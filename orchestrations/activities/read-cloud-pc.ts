import type { CloudPcs } from '../../shared/clients/cloud-pcs';
import type { Directory } from '../../shared/clients/directory';
import type { Licences } from '../../shared/clients/licences';
import { TerminalError } from '../../shared/domain/codes';
import { hostId } from '../../shared/domain/ids';
import { judgeCloudPc } from '../../shared/domain/judge-cloud-pc';
import { judgeLicence } from '../../shared/domain/judge-licence';
import { done, later, refused, type Stop } from '../../shared/domain/outcome';
import type { ActivityInput } from '../contract';
import type { Act } from './activity';

interface Deps {
  cloudPcs: CloudPcs;
  directory: Directory;
  licences: Licences;
}

/** Quick at first, for a Cloud PC that is nearly there; then the run parks and looks every five minutes. */
const SOON_SECONDS = 5;
const SOON_ENOUGH_SECONDS = 60;
const PARK_SECONDS = 300;

/**
 * Is the guest's Cloud PC there? Provisioned by licence and policy of its group; this only looks. Where none appears
 * for a minute the guest's licence is looked at too: group licensing fails silently.
 */
export const readCloudPc =
  (deps: Deps): Act<'readCloudPc'> =>
  async (input) => {
    const principal = await deps.directory.readUserPrincipalName(input.guest);
    if (principal === undefined) return refused('guest-gone', 'the guest is not in the directory any more');
    const found = await deps.cloudPcs.findCloudPcs(principal);
    if (found.length > 1) return refused('ambiguous', `the guest has ${found.length} Cloud PCs; leave one`);
    const [cloudPc] = found;
    if (cloudPc === undefined) return whyNone(deps, input);
    const verdict = judgeCloudPc(cloudPc);
    switch (verdict.kind) {
      case 'failed':
        return refused('cloud-pc-failed', verdict.because);
      case 'wait':
        return stillWaiting(input);
      case 'ready': {
        const { managedDeviceId } = verdict;
        const target = { kind: 'cloud-pc' as const, managedDeviceId };
        return done({ kind: 'windows-365', host: hostId(cloudPc.id), name: 'Cloud PC', target });
      }
    }
  };

type Input = ActivityInput<'readCloudPc'>;

const isPatient = ({ life }: Input): boolean => life.waitedSeconds >= SOON_ENOUGH_SECONDS;

const stillWaiting = (input: Input): Stop =>
  later('cloud-pc-provisioning', isPatient(input) ? PARK_SECONDS : SOON_SECONDS);

async function whyNone({ licences }: Deps, input: Input): Promise<Stop> {
  if (!isPatient(input)) return stillWaiting(input);
  try {
    const { check, code } = judgeLicence(await licences.listStatesOf(input.guest), input.cloudPcGroup);
    return code === null ? stillWaiting(input) : refused(code, check.observed);
  } catch (error) {
    // Licences that cannot be read explain nothing; the Cloud PC may come all the same.
    if (error instanceof TerminalError) return stillWaiting(input);
    throw error;
  }
}

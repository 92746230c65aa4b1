import type { DeviceAppInstallation, DeviceApps } from '../../shared/clients/device-apps';
import { done, later, refused, type Outcome } from '../../shared/domain/outcome';
import { isVersionAtLeast } from '../../shared/domain/version';
import type { HostRecords } from '../../shared/state/hosts';
import type { InstalledClient } from '../contract';
import type { Act } from './activity';

interface Deps {
  deviceApps: DeviceApps;
  hosts: HostRecords;
}

/** Quick at first; then the run parks: Intune's report may lag by hours, and a missing row is no failure. */
const SOON_SECONDS = 5;
const SOON_ENOUGH_SECONDS = 60;
const PARK_SECONDS = 300;

/** Did Intune put the client on the Cloud PC? Only looks: the app is required for the device group once, by people. */
export const readAppInstallation =
  ({ deviceApps, hosts }: Deps): Act<'readAppInstallation'> =>
  async ({ host, life }) => {
    const record = (await hosts.read(host))?.value;
    if (record?.target.kind !== 'cloud-pc' || !record.wanted?.intuneAppId) {
      return refused('not-found', `host ${host} is no Cloud PC for which an Intune app is wanted`);
    }
    const { version, intuneAppId } = record.wanted;
    const answer = judge(
      await deviceApps.readInstallation(intuneAppId, record.target.managedDeviceId),
      version,
    );
    if (answer !== undefined) return answer;
    if (life.waitedSeconds === 0 && !(await deviceApps.isRequired(intuneAppId))) {
      return refused('app-not-assigned', `Intune app ${intuneAppId} is not required for any device group`);
    }
    return later(
      'install-report-pending',
      life.waitedSeconds < SOON_ENOUGH_SECONDS ? SOON_SECONDS : PARK_SECONDS,
    );
  };

/** undefined = the report does not say yet. An installed app without a version is taken at the report's word. */
function judge(
  installation: DeviceAppInstallation | undefined,
  version: string,
): Outcome<InstalledClient> | undefined {
  if (installation?.state === 'failed') {
    return refused(
      'client-failed',
      `Intune reports the install as failed (${installation.errorCode ?? 'no code'})`,
    );
  }
  const seen = installation?.appVersion ?? version;
  return installation?.state === 'installed' && isVersionAtLeast(seen, version)
    ? done({ version: seen, isRestartPending: false, os: null })
    : undefined;
}

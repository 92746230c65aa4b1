import { okCheck, warningCheck, type JudgedCheck } from './check';
import { isVersionAtLeast } from './version';

/** What a machine says of its Windows. */
export interface HostOs {
  /** `CurrentBuild.UBR`, for example `26100.6725`. */
  build: string;
  /** `EditionID`. */
  edition: string;
}

/**
 * KB5065789, which external identities need: 26100.6725 on 24H2, 26200.6725 on 25H2; Windows Server 2025 needs
 * KB5073379 (builds COMMUNITY: update history; the server's build is not known to us, so it is taken as it is).
 */
const FIRST_BUILDS = ['26200.6725', '26100.6725'];

/** Is the Windows new enough for a guest's identity? A warning only: the sign-in tells for sure. Pure. */
export function judgeHostOs({ build, edition }: HostOs): JudgedCheck {
  const observed = `the host runs ${edition}, build ${build}`;
  const [release = ''] = build.split('.');
  const first = FIRST_BUILDS.find((one) => one.startsWith(`${release}.`));
  const isNewEnough = edition.startsWith('Server') || isVersionAtLeast(build, first ?? '26200.6725');
  return isNewEnough
    ? okCheck('host-os', observed)
    : warningCheck('host-os', observed, 'Update Windows to 24H2 with KB5065789 or later.');
}

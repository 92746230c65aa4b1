import { collection } from '../core/store';

/** What a Windows machine holds, whether it is a virtual machine or a Cloud PC. */
export interface Machine {
  /** `vmId` of a virtual machine, id of a Cloud PC. */
  id: string;
  computerName: string;
  /** `CurrentBuild.UBR`, e.g. `26200.7019`. */
  osBuild: string;
  /** `Enterprise`, or `ServerRdsh` for multi-session (mapping UNVERIFIED). */
  editionId: string;
  entraJoined: boolean;
  domainJoined: boolean;
  /** The Global Secure Access client; null: not installed. */
  client: { version: string } | null;
  rebootPending: boolean;
  /** Exit codes of the next installer runs, first first; when empty the installer succeeds. */
  plannedExits: number[];
  /** Lines the installer prints before its result: more than 4 KB of them shows the cut. */
  logLines: number;
}

export const machines = collection<Machine>('machines');

/** A freshly made Windows 11 machine. */
export function newMachine(id: string, computerName: string, changes: Partial<Machine> = {}): Machine {
  return {
    id,
    computerName,
    osBuild: '26200.7019',
    editionId: 'Enterprise',
    entraJoined: true,
    domainJoined: false,
    client: null,
    rebootPending: false,
    plannedExits: [],
    logLines: 3,
    ...changes,
  };
}

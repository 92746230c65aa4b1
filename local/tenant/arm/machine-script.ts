import { isVersionAtLeast } from '../../../shared/domain/version';
import type { Machine } from './machine';

/** What a script is to do, read from its command's name and its parameters: the simulation parses no PowerShell. */
export type ScriptIntention =
  /** The address of the installer may carry a key: it is looked at once and not kept. */
  { kind: 'install'; version: string; canFetch: boolean } | { kind: 'remove' } | { kind: 'probe' };

/** What came of a script on a machine. */
export interface ScriptResult {
  exitCode: number;
  /** Everything printed; the service keeps the last 4 KB. */
  output: string;
  error: string;
  /** The machine afterwards. */
  machine: Machine;
}

export type ScriptParameters = Readonly<Record<string, string>>;

/** Why a script cannot be carried out by the simulated machine. */
export class UnknownScript extends Error {
  override readonly name = 'UnknownScript';
}

/** Installer exit codes that count as success (GSA client for Windows, Feb 2026: 3010 asks for a restart). */
const SUCCESS = new Set([0, 3010]);
const ANOTHER_INSTALLER = 1618;

/**
 * What the command means. Names starting with `gsa-install-`, `gsa-remove-` and `gsa-probe-` are understood; throws
 * UnknownScript for every other one, since pretending that an unknown script succeeded would be a lie.
 */
export function intentionOf(
  commandName: string,
  script: string,
  parameters: ScriptParameters,
): ScriptIntention {
  if (script.trim() === '') throw new UnknownScript('the script is empty');
  if (commandName.startsWith('gsa-remove-')) return { kind: 'remove' };
  if (commandName.startsWith('gsa-probe-')) return { kind: 'probe' };
  if (!commandName.startsWith('gsa-install-')) {
    throw new UnknownScript(
      'simulated machines run commands named gsa-install-*, gsa-remove-* and gsa-probe-*',
    );
  }
  const { Version: version, Sha256: sha256, InstallerUrl: installerUrl } = parameters;
  if (version === undefined || sha256 === undefined || installerUrl === undefined) {
    throw new UnknownScript('gsa-install-* takes the parameters Version, InstallerUrl and Sha256');
  }
  const canFetch = /^https?:\/\//i.test(installerUrl) && /^[0-9a-f]{64}$/i.test(sha256);
  return { kind: 'install', version, canFetch };
}

/** Runs the script on the machine. `isInstallerBusy`: another installer is at work there at the same time. */
export function runScript(
  intention: ScriptIntention,
  machine: Machine,
  isInstallerBusy: boolean,
): ScriptResult {
  switch (intention.kind) {
    case 'probe':
      return { exitCode: 0, output: `${JSON.stringify(probed(machine))}\n`, error: '', machine };
    case 'remove':
      return runInstaller(machine, isInstallerBusy, {
        isDone: machine.client === null,
        already: 'absent',
        succeeded: 'removed',
        version: machine.client?.version ?? null,
        after: { client: null },
      });
    case 'install':
      return installed(intention, machine, isInstallerBusy);
  }
}

function installed(
  { version, canFetch }: Extract<ScriptIntention, { kind: 'install' }>,
  machine: Machine,
  isInstallerBusy: boolean,
): ScriptResult {
  const present = machine.client?.version ?? '';
  const isDone = present !== '' && isVersionAtLeast(present, version);
  if (!isDone && !canFetch)
    return failed(machine, machine, 1, 'the installer could not be fetched and verified');
  return runInstaller(machine, isInstallerBusy, {
    isDone,
    already: 'already',
    succeeded: 'installed',
    version: isDone ? present : version,
    after: { client: { version } },
  });
}

interface InstallerRun {
  isDone: boolean;
  already: string;
  succeeded: string;
  version: string | null;
  after: Partial<Machine>;
}

function runInstaller(machine: Machine, isInstallerBusy: boolean, run: InstallerRun): ScriptResult {
  if (run.isDone)
    return finished(machine, machine, { outcome: run.already, version: run.version, exitCode: 0 });
  if (isInstallerBusy)
    return failed(machine, machine, ANOTHER_INSTALLER, 'another installation is in progress');
  const [exitCode = 0, ...plannedExits] = machine.plannedExits;
  const tried = { ...machine, plannedExits };
  if (!SUCCESS.has(exitCode))
    return failed(machine, tried, exitCode, 'the installer ended with this exit code');
  const after = { ...tried, ...run.after, rebootPending: machine.rebootPending || exitCode === 3010 };
  return finished(machine, after, { outcome: run.succeeded, version: run.version, exitCode });
}

/** What the machine holds stands in the document also where the installer failed. */
function failed(before: Machine, machine: Machine, exitCode: number, detail: string): ScriptResult {
  return finished(before, machine, {
    outcome: 'failed',
    version: machine.client?.version ?? null,
    exitCode,
    detail,
  });
}

interface Report {
  outcome: string;
  version: string | null;
  exitCode: number;
  detail?: string;
}

/** The script ends with the installer's exit code: 3010 is a success that looks like none. */
function finished(before: Machine, machine: Machine, report: Report): ScriptResult {
  const log = Array.from(
    { length: before.logLines },
    (_, at) => `[${before.computerName}] installer log line ${at + 1}`,
  );
  const output = [...log, JSON.stringify({ schema: 1, ...report }), ''].join('\n');
  return { exitCode: report.exitCode, output, error: '', machine };
}

function probed(machine: Machine): Record<string, unknown> {
  return {
    schema: 1,
    osBuild: machine.osBuild,
    editionId: machine.editionId,
    entraJoined: machine.entraJoined,
    domainJoined: machine.domainJoined,
    clientVersion: machine.client?.version ?? null,
    rebootPending: machine.rebootPending,
  };
}

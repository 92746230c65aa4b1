import { z } from 'zod';
import type { HostOs } from './judge-host-os';
import { isVersionAtLeast } from './version';

/** Last line of install-client.ps1: one compact JSON document. */
export const installReportSchema = z.object({
  schema: z.literal(1),
  outcome: z.enum(['installed', 'already', 'failed']),
  version: z.string().nullable(),
  exitCode: z.int(),
  detail: z.string().optional(),
  /** `CurrentBuild.UBR` and `EditionID`; absent where an older script ran. */
  osBuild: z.string().optional(),
  edition: z.string().optional(),
});

export type InstallVerdict =
  | { kind: 'installed'; version: string; isRestartPending: boolean; os: HostOs | null }
  | { kind: 'busy' }
  | { kind: 'failed'; because: string };

/** Another installation was running (Install the Global Secure Access client for Windows, Feb 2026). */
const ANOTHER_INSTALL = 1618;
/** Installed, and a restart is owed. */
const RESTART_NEEDED = 3010;

/** What a finished install command proves. Only a version seen on the machine counts as installed. */
export function judgeInstall(
  result: { executionState: string; exitCode: number | null; output: string; error: string },
  wantedVersion: string,
): InstallVerdict {
  const report = reportIn(result.output, installReportSchema);
  const exitCode = report?.exitCode ?? result.exitCode;
  if (exitCode === ANOTHER_INSTALL) return { kind: 'busy' };
  if (report === undefined) {
    const said = result.error.trim().split('\n').at(-1) ?? '';
    return {
      kind: 'failed',
      because: `the command ended as ${result.executionState} without a report: ${said}`,
    };
  }
  return judgeReport(report, wantedVersion);
}

type Report = z.infer<typeof installReportSchema>;

function judgeReport(
  { outcome, version, exitCode, detail, osBuild, edition }: Report,
  wantedVersion: string,
): InstallVerdict {
  if (outcome !== 'failed' && version !== null && isVersionAtLeast(version, wantedVersion)) {
    const os = osBuild === undefined || edition === undefined ? null : { build: osBuild, edition };
    return { kind: 'installed', version, isRestartPending: exitCode === RESTART_NEEDED, os };
  }
  const said = detail === undefined ? '' : `: ${detail}`;
  return {
    kind: 'failed',
    because: `the installer ended with ${exitCode}, version ${version ?? 'none'}${said}`,
  };
}

/** The document in the last line of a command's output; undefined = none of that shape. Pure. */
export function reportIn<S extends z.ZodType>(output: string, schema: S): z.output<S> | undefined {
  const lastLine = output.trim().split('\n').at(-1) ?? '';
  if (!lastLine.startsWith('{')) return undefined;
  try {
    return schema.safeParse(JSON.parse(lastLine)).data;
  } catch {
    // Cut off at 4 KB or printed by something else: no report, which the caller says.
    return undefined;
  }
}

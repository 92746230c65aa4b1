import { z } from 'zod';
import { reportIn } from './install-report';

/** Last line of uninstall-client.ps1: one compact JSON document. `version`: what is still there; null = nothing. */
export const uninstallReportSchema = z.object({
  schema: z.literal(1),
  outcome: z.enum(['removed', 'absent', 'failed']),
  version: z.string().nullable(),
  exitCode: z.int(),
  detail: z.string().optional(),
});

export type UninstallVerdict =
  { kind: 'gone'; isRestartPending: boolean } | { kind: 'busy' } | { kind: 'failed'; because: string };

/** Another installation was running; a restart is owed (Install the Global Secure Access client for Windows, Feb 2026). */
const [ANOTHER_INSTALL, RESTART_NEEDED] = [1618, 3010];

/** What a finished uninstall command proves. Only a client that is seen to be gone counts as gone. Pure. */
export function judgeUninstall(result: {
  executionState: string;
  exitCode: number | null;
  output: string;
}): UninstallVerdict {
  const report = reportIn(result.output, uninstallReportSchema);
  const exitCode = report?.exitCode ?? result.exitCode;
  if (exitCode === ANOTHER_INSTALL) return { kind: 'busy' };
  if (report === undefined)
    return { kind: 'failed', because: `the command ended as ${result.executionState} without a report` };
  const { outcome, version, detail } = report;
  // The script looked for the file itself before it said so.
  if (outcome !== 'failed') return { kind: 'gone', isRestartPending: exitCode === RESTART_NEEDED };
  const said = detail === undefined ? '' : `: ${detail}`;
  return {
    kind: 'failed',
    because: `the installer ended with ${report.exitCode}, version ${version ?? 'none'} is there${said}`,
  };
}

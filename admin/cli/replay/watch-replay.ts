import type { ReplayProgress } from '../../../shared/domain/admin-api/replay-view';
import type { ApiClient } from '../../api-client';
import { ApiError } from '../../api-error';
import { jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT, type ExitCode } from '../exit-codes';
import { replayOutcomeText } from './replay-outcome-text';

/** Seconds between two looks. */
const PACE_SECONDS = 2;

/**
 * Tells how far a replay is until it is over or halted, then what it came to. Interrupting it changes nothing: the
 * replay goes on.
 */
export async function watchReplay(context: CliContext, id: string, json: boolean): Promise<void> {
  const api = context.api();
  const progress = context.progress();
  for (;;) {
    const view = await lookAt(api, id);
    if (view !== undefined && isAtRest(view)) {
      progress.clear();
      context.print(json ? jsonText(view) : replayOutcomeText(view, context));
      context.exitWith(exitOf(view));
      return;
    }
    progress.show(view === undefined ? 'Gatehouse does not answer now; asking again' : progressText(view));
    await context.wait(PACE_SECONDS);
  }
}

/** Silence is waited out: whoever watches is not sent away by a restart. */
async function lookAt(api: ApiClient, id: string): Promise<ReplayProgress | undefined> {
  try {
    return await api.get<ReplayProgress>(`replays/${encodeURIComponent(id)}/progress`);
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'unreachable') return undefined;
    throw error;
  }
}

/** Nothing more happens by itself. */
function isAtRest({ record, outcome }: ReplayProgress): boolean {
  if (record.state === 'running') return false;
  return record.state === 'finished' || (outcome?.inFlight.length ?? 0) === 0;
}

function exitOf({ record, outcome }: ReplayProgress): ExitCode {
  if (record.state !== 'finished' || outcome === null) return EXIT.notWell;
  const { unconfirmed, failed, skipped, blocked } = outcome;
  return unconfirmed.length + failed.length + skipped.length + blocked === 0 ? EXIT.well : EXIT.notWell;
}

function progressText({ record, outcome }: ReplayProgress): string {
  const { done, total, failed, unconfirmed, skipped } = record.progress;
  const wave = `wave ${outcome?.wave ?? 1}, ${outcome?.inFlight.length ?? 0} under way`;
  return `${record.state}: ${done}/${total} resolved, ${unconfirmed} unconfirmed, ${failed} failed, ${skipped} left alone (${wave})`;
}

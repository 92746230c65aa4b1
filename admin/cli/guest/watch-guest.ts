import type { GuestStory, TimelineEntry } from '../../../shared/domain/admin-api/guest-view';
import type { ApiClient } from '../../api-client';
import { ApiError } from '../../api-error';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import type { ProgressLine } from '../progress-line';
import { wrapped } from '../wrapped';
import { findGuest } from './find-guest';
import { guestStoryText, isStuck, stepNote } from './guest-story-text';

/** Seconds between two looks. */
const PACE_SECONDS = 2;
/** Where nothing more happens by itself. */
const AT_REST = new Set(['ready', 'held', 'crashed', 'ignored', 'observed', 'removed']);

export interface WatchOptions {
  /** Minutes. */
  timeout: string;
  json: boolean;
}

/**
 * `gatehouse guest watch`: a line for each step as it happens, until the guest is ready (0), or stuck (1), or the time
 * is over (1). With `--json` each step is a document on a line of its own, and so is the end.
 */
export async function watchGuest(context: CliContext, who: string, options: WatchOptions): Promise<void> {
  const minutes = Number(options.timeout);
  if (!(minutes > 0)) throw new ApiError('--timeout takes a number of minutes');
  const api = context.api();
  const id = await findGuest(api, who);
  const progress = context.progress();
  const teller = stepTeller(context, options.json, progress);
  const untilMs = context.now().getTime() + minutes * 60_000;
  for (;;) {
    const seen = await lookAt(api, id);
    if (typeof seen !== 'string') teller(seen);
    if (typeof seen !== 'string' && isAtRest(seen)) {
      progress.clear();
      ended(context, seen, options);
      return;
    }
    if (context.now().getTime() >= untilMs) break;
    progress.show(typeof seen === 'string' ? seen : waitingFor(seen));
    await context.wait(PACE_SECONDS);
  }
  progress.clear();
  const text = `Not ready after ${minutes} min. It goes on by itself; look again with:\n  gatehouse guest show ${id}`;
  context.print(options.json ? JSON.stringify({ id, isReady: false }) : text);
  context.exitWith(EXIT.notWell);
}

const isAtRest = ({ state, isRunning }: GuestStory): boolean => AT_REST.has(state) && !isRunning;

/** Tells each step once, from the present run on: what was before is told by `guest show`. */
function stepTeller({ print, width }: CliContext, json: boolean, progress: ProgressLine) {
  let shown: number | undefined;
  return (story: GuestStory): void => {
    const after = shown ?? olderThanThisRun(story);
    const steps = story.timeline.filter(({ seq }) => seq > after).reverse();
    if (steps.length > 0) progress.clear();
    for (const step of steps) print(json ? JSON.stringify(step) : stepLine(step, width));
    shown = steps.at(-1)?.seq ?? after;
  };
}

/** The story, or in words why there is none yet. Silence is waited out: whoever watches is not sent away by a restart. */
async function lookAt(api: ApiClient, id: string): Promise<GuestStory | string> {
  try {
    return await api.get<GuestStory>(`guests/${id}`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404) return 'Not seen yet: the directory tells of a new guest within minutes';
    if (error.kind === 'unreachable') return 'Gatehouse does not answer now; asking again';
    throw error;
  }
}

function olderThanThisRun({ timeline, run }: GuestStory): number {
  return Math.max(-1, ...timeline.filter((step) => step.run !== run).map(({ seq }) => seq));
}

function stepLine(step: TimelineEntry, width: number): string {
  const note = stepNote(step);
  const text = `${step.at.slice(11, 19)}  ${step.step.padEnd(24)} ${step.outcome}${note === '' ? '' : `  ${note}`}`;
  return wrapped(text, width, ' '.repeat(10));
}

function waitingFor({ state, reason, told, isRunning, timeline }: GuestStory): string {
  if (isRunning) return `Under way: ${timeline[0]?.step ?? 'just begun'}`;
  if (state === 'invited') return `Waiting for the guest to accept (${told ?? 'being prepared'})`;
  return reason === null ? `Waiting (${state})` : `Waiting: ${reason.message}`;
}

function ended(context: CliContext, story: GuestStory, { json }: WatchOptions): void {
  const isReady = story.state === 'ready';
  const { id, state, reason, acceptedToReadySeconds } = story;
  context.print(
    json
      ? JSON.stringify({ id, state, isReady, reason, acceptedToReadySeconds })
      : `\n${guestStoryText({ ...story, timeline: [] }, context).replace(/\n\nNo run has.*$/, '')}`,
  );
  context.exitWith(isStuck(story) ? EXIT.notWell : EXIT.well);
}

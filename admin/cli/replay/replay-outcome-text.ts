import type { ReplayProgress } from '../../../shared/domain/admin-api/replay-view';
import type { CliContext } from '../cli-context';
import { minuteText } from '../time-text';
import { wrapped } from '../wrapped';

type Look = Pick<CliContext, 'width' | 'colours'>;
type Told = readonly { id: string; because: string }[];

/** Guests that are named for each kind of end; --json has all. */
const MOST_NAMED = 20;

/** What a replay's run came to so far: what changed, what was true, what was not resolved and why, what to do next. */
export function replayOutcomeText(view: ReplayProgress, { width, colours }: Look): string {
  const head = colours.bold(`Replay ${view.record.id}: ${view.record.state.toUpperCase()}`);
  const lines = [...outcomeLines(view), nextLine(view)];
  return [head, ...lines.map((line) => wrapped(line, width, '  '))].join('\n');
}

function outcomeLines({ record, outcome }: ReplayProgress): string[] {
  const { start, remark } = record;
  const because = remark === null ? [] : [`Because: ${remark}`];
  if (start === null) return [`Not started, ${record.progress.total} guest(s) planned`, ...because];
  const begun = `Started ${minuteText(start.at)}: ${start.reason}`;
  if (outcome === null) return [begun, ...because];
  const { inFlight, changed, alreadyTrue, made, blocked } = outcome;
  return [
    begun,
    ...because,
    ...(inFlight.length === 0 ? [] : [`Under way: ${inFlight.length} guest(s)`]),
    `Changed, and observed: ${changed} guest(s)${madeText(made)}`,
    `Already as planned, and observed: ${alreadyTrue} guest(s)`,
    ...toldLines('UNCONFIRMED', outcome.unconfirmed),
    ...toldLines('FAILED', outcome.failed),
    ...toldLines('Left alone', outcome.skipped),
    ...(blocked === 0 ? [] : [`Left alone, for the plan found them blocked: ${blocked} guest(s)`]),
  ];
}

function madeText(made: Record<string, number>): string {
  const steps = Object.entries(made).map(([step, times]) => `${step} ${times}`);
  return steps.length === 0 ? '' : ` (${steps.join(', ')})`;
}

function toldLines(what: string, told: Told): string[] {
  const named = told.slice(0, MOST_NAMED).map(({ id, because }) => `${what}: guest ${id}: ${because}`);
  const rest = told.length - named.length;
  return rest > 0 ? [...named, `${what}: and ${rest} more (--json names them all)`] : named;
}

/** What to do next. */
function nextLine({ record, outcome }: ReplayProgress): string {
  const { id, state, hash, needsApproval, expiresAt } = record;
  const until = `Next, until ${minuteText(expiresAt)}`;
  const run = `${until}: gatehouse replay run ${id} --reason ...`;
  const approve = `${until}, an Approver other than you: gatehouse replay approve ${id} --hash ${hash}`;
  const unresolved = (outcome?.unconfirmed.length ?? 0) + (outcome?.failed.length ?? 0);
  const next: Record<ReplayProgress['record']['state'], string> = {
    proposed: needsApproval ? approve : run,
    approved: run,
    running: `Next: gatehouse replay watch ${id}`,
    paused: `Next: look at who was not resolved (gatehouse guest show), then gatehouse replay resume ${id} --reason ..., or stop`,
    stopped: 'Who was not asked is as it was: plan again when it is time',
    finished:
      unresolved === 0
        ? 'Nothing is left to do; its end is in the audit'
        : 'Next: gatehouse failures, mend what is named, then plan again; who is unconfirmed goes on by itself',
  };
  return next[state];
}

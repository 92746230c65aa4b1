import type { GuestStory, TimelineEntry } from '../../../shared/domain/admin-api/guest-view';
import type { CliContext } from '../cli-context';
import { fitTable } from '../fit-table';
import { minuteText, spanText } from '../time-text';
import { wrapped } from '../wrapped';

type Look = Pick<CliContext, 'width' | 'colours'>;

/** One guest for a person: the verdict first, then the failing link, what would mend it, and every step of every run. */
export function guestStoryText(guest: GuestStory, look: Look): string {
  const parts = [verdict(guest, look), facts(guest, look), checks(guest, look), timeline(guest, look)];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Whether somebody has to do something about the guest. */
export const isStuck = ({ state }: Pick<GuestStory, 'state'>): boolean =>
  state === 'held' || state === 'crashed';

const SAYS: Readonly<Record<string, string>> = {
  new: 'Seen; nothing was decided yet.',
  ignored: 'Not entitled to a desktop here.',
  observed: 'Looked at only: the partner’s mode allows no writes.',
  working: 'On the way: a run is under way, or waits for a service.',
  ready: 'Ready: everything was read back.',
  crashed: 'CRASHED: three runs in a row died.',
};

function verdict(guest: GuestStory, { width, colours }: Look): string {
  const colour = isStuck(guest) ? colours.red : guest.state === 'ready' ? colours.green : colours.yellow;
  const of = guest.partner === null ? '' : ` of ${guest.partner}`;
  const head = colour(colours.bold(`Guest ${guest.id}${of}: ${guest.state.toUpperCase()}`));
  return `${head}\n${wrapped(sentence(guest), width)}`;
}

function sentence(guest: GuestStory): string {
  const { state, told, reason } = guest;
  if (state === 'invited') return `Invited, not accepted yet; ${told ?? 'nothing was prepared'}.`;
  if (state === 'held') return heldSentence(guest);
  const why = reason === null ? '' : ` ${reasonText(reason)}`;
  return (SAYS[state] ?? 'A state this command does not know.') + why;
}

/** The link of the chain that failed, and how. */
function heldSentence({ reason, checks: all }: GuestStory): string {
  const failing = all.find((check) => check.verdict === 'blocked');
  const why = reason === null ? failing?.observed : reasonText(reason);
  return `HELD at ${failing?.check ?? 'a decision'}: ${why ?? 'no reason was kept'}`;
}

/** The code too, unless the sentence names it. */
const reasonText = ({ code, message }: { code: string; message: string }): string =>
  message.includes(code) ? message : `${message} (${code})`;

function facts(guest: GuestStory, { width }: Look): string {
  const { desktop, acceptedAt, readyAt, acceptedToReadySeconds, fix, wakeAt } = guest;
  const rows: [string, string | null][] = [
    ['To do', fix],
    ['Next look', wakeAt === null ? null : `${minuteText(wakeAt)}, by itself`],
    ['Desktop', desktop === null ? null : `${desktop.name} (${desktop.kind})`],
    ['Accepted', acceptedAt === null ? null : minuteText(acceptedAt)],
    ['Ready', readyAt === null ? null : minuteText(readyAt)],
    [
      'Took',
      acceptedToReadySeconds === null ? null : `${spanText(acceptedToReadySeconds)} from acceptance to ready`,
    ],
    ['Run', guest.run === null ? null : `${guest.run}${guest.isRunning ? ' (under way)' : ''}`],
  ];
  const indent = ' '.repeat(11);
  return rows
    .flatMap(([name, text]) => (text === null ? [] : [wrapped(`${name.padEnd(10)} ${text}`, width, indent)]))
    .join('\n');
}

function checks({ checks: all }: GuestStory, { width }: Look): string {
  if (all.length === 0) return '';
  const rows = all.map(({ check, verdict: said, observed }) => [
    said === 'blocked' ? 'BLOCKED' : said,
    check,
    observed,
  ]);
  return `What was checked:\n${fitTable(['verdict', 'link', 'observed'], rows, width)}`;
}

/** Runs, the newest first; the steps of each as they happened. */
function timeline({ timeline: entries }: GuestStory, { width }: Look): string {
  if (entries.length === 0) return 'No run has taken a step yet.';
  const runs = [...new Set(entries.map(({ run }) => run))];
  return runs
    .map((run) => runText(run, entries.filter((entry) => entry.run === run).reverse(), width))
    .join('\n\n');
}

function runText(run: string, steps: readonly TimelineEntry[], width: number): string {
  const rows = steps.map((step) => [step.at.slice(11, 19), step.step, step.outcome, stepNote(step)]);
  const number = run.slice(run.lastIndexOf('-') + 1);
  const head = `Run ${number}, ${minuteText(steps[0]?.at ?? null)}:`;
  return `${head}\n${fitTable(['at (UTC)', 'step', 'outcome', ''], rows, width)}`;
}

/** Code and sentence of a step, where there are any. */
export const stepNote = ({ code, message }: Pick<TimelineEntry, 'code' | 'message'>): string =>
  [code, message].filter((text) => text !== null).join(': ');

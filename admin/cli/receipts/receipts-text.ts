import type { GuestReceipts, RunReceipts } from '../../../shared/domain/admin-api/receipts-view';
import type { RunReceipt } from '../../../shared/domain/run-receipts';
import type { CliContext } from '../cli-context';
import { fitTable } from '../fit-table';
import { minuteText } from '../time-text';
import { wrapped } from '../wrapped';

type Look = Pick<CliContext, 'width' | 'colours'>;
/** Changes that are shown of a plan; --json has all. */
const MOST_SHOWN = 200;

/** What runs changed for a guest, for a person: the newest run first. */
export function guestReceiptsText({ guest, partner, runs }: GuestReceipts, look: Look): string {
  const of = partner === null ? '' : ` of ${partner}`;
  const head = look.colours.bold(`Guest ${guest}${of}`);
  if (runs.length === 0) return `${head}\nNo run changed anything for this guest.`;
  const all = runs.map(({ run, changes }) => `${run}\n${table(changes, look)}`);
  const next = `To undo one of them: gatehouse receipts undo ${runs[0]?.run ?? '<run>'}`;
  return [head, ...all, wrapped(next, look.width)].join('\n\n');
}

/** What one run, or one plan, changed; where it changed nothing, what it did. */
export function runReceiptsText({ run, kind, changes, steps }: RunReceipts, look: Look): string {
  const head = look.colours.bold(run);
  if (changes.length > 0) {
    const more = changes.length - MOST_SHOWN;
    const rest = more > 0 ? `\nAnd ${more} change(s) more: --json shows them all.` : '';
    return `${head}\n${table(changes.slice(0, MOST_SHOWN), look, kind === 'plan')}${rest}`;
  }
  const what = kind === 'other' ? 'Not a run of a guest: it has no receipts to undo.' : 'It changed nothing.';
  const rows = steps.map(({ at, step, outcome }) => [minuteText(at), step, outcome]);
  return `${head}\n${what} Its steps:\n${fitTable(['at', 'step', 'outcome'], rows, look.width)}`;
}

function table(changes: readonly RunReceipt[], { width }: Look, hasGuests = false): string {
  const heads = ['at', 'change', ...(hasGuests ? ['guest'] : []), 'on', 'undo'];
  const rows = changes.map(({ at, receipt }) => [
    minuteText(at),
    receipt.change,
    ...(hasGuests ? [receipt.guest] : []),
    receipt.on.slice(receipt.on.lastIndexOf('/') + 1),
    undoText(receipt),
  ]);
  return fitTable(heads, rows, width);
}

function undoText({ isReversible, reversibleUntil }: RunReceipt['receipt']): string {
  if (!isReversible) return 'cannot';
  return reversibleUntil === null ? 'can' : `until ${minuteText(reversibleUntil)}`;
}

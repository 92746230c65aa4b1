import type { UndoView } from '../../../shared/domain/admin-api/undo-view';
import type { PlannedStep, PlannedSubject } from '../../../shared/domain/plan';
import type { CliContext } from '../cli-context';
import { fitTable } from '../fit-table';
import { minuteText } from '../time-text';
import { wrapped } from '../wrapped';

type Look = Pick<CliContext, 'width' | 'colours'>;
/** Guests whose steps are shown; --json has all. */
const MOST_SHOWN = 20;

/** An undo's plan for a person: what it comes to, every guest and step, what to do next. */
export function undoPlanText(view: UndoView, look: Look): string {
  const shown = view.plan.slice(0, MOST_SHOWN).map((one) => subjectText(one, look));
  const rest = view.plan.length - shown.length;
  const more = rest > 0 ? [`And ${rest} guest(s) more: --json shows them all.`] : [];
  const failed = view.failed.map(({ id, because }) =>
    wrapped(`Failed: guest ${id}: ${because}`, look.width, '  '),
  );
  const ended = failed.length > 0 ? [failed.join('\n')] : [];
  return [summaryText(view, look), ...shown, ...more, ...ended, wrapped(nextText(view), look.width)].join(
    '\n\n',
  );
}

function summaryText(view: UndoView, { width, colours }: Look): string {
  const { record, of, guests, restoring, leftAlone, alreadySo, willRestore, cannot } = view;
  const what = of.kind === 'plan' ? `offboarding plan ${of.plan}` : of.runs.join(', ');
  const counts = `${guests} guest(s): something to restore of ${restoring}, ${alreadySo} already so, ${leftAlone} left alone. ${willRestore} change(s) to restore, ${cannot} that cannot be undone.`;
  const { state, progress, remark } = record;
  const lines = [
    wrapped(`Undoes ${what}`, width, '  '),
    wrapped(counts, width, '  '),
    `Hash    ${record.hash}`,
    `Expires ${minuteText(record.expiresAt)}`,
  ];
  if (record.start !== null)
    lines.push(`Restored ${progress.done} of ${progress.total} guest(s), ${progress.failed} failed`);
  if (remark !== null) lines.push(wrapped(`Because: ${remark}`, width, '  '));
  return [colours.bold(`Undo ${record.id}: ${state.toUpperCase()}`), ...lines].join('\n');
}

function subjectText({ subject, steps }: PlannedSubject, { width }: Look): string {
  const rows = steps.map((step) => [verdictText(step), step.step, step.because ?? '']);
  return `guest ${subject.id}\n${fitTable(['verdict', 'step', 'because'], rows, width)}`;
}

function verdictText({ verdict, step }: PlannedStep): string {
  if (verdict === 'already-true') return 'already so';
  if (verdict !== 'blocked') return 'will restore';
  return step === 'readGuestSituation' ? 'LEFT ALONE' : 'CANNOT';
}

function nextText({ record, restoring }: UndoView): string {
  const { id, hash, state, needsApproval, expiresAt } = record;
  const run = `gatehouse receipts undo run ${id} --reason ...`;
  if (restoring === 0) return 'There is nothing to run.';
  if (state === 'proposed' && needsApproval)
    return `Next, until ${minuteText(expiresAt)}, an Approver other than you: gatehouse receipts undo approve ${id} --hash ${hash}`;
  if (state === 'proposed' || state === 'approved') return `Nothing was changed. Next: ${run}`;
  if (state === 'paused') return `Next: gatehouse receipts undo resume ${id} --reason ..., or stop`;
  return `How far it is: gatehouse receipts undo show ${id}`;
}

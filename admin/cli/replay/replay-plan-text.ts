import type { ReplayView } from '../../../shared/domain/admin-api/replay-view';
import type { PlannedSubject } from '../../../shared/domain/plan';
import type { CliContext } from '../cli-context';
import { fitTable } from '../fit-table';
import { minuteText } from '../time-text';
import { wrapped } from '../wrapped';

type Look = Pick<CliContext, 'width' | 'colours'>;

/** Guests whose steps are shown; --json has all. */
const MOST_SHOWN = 20;

/** A plan for a person: what it comes to, then every guest and step. */
export function replayPlanText(view: ReplayView, look: Look): string {
  const shown = view.plan.slice(0, MOST_SHOWN).map((one) => subjectText(one, look));
  const rest = view.plan.length - shown.length;
  const more = rest > 0 ? [`And ${rest} guest(s) more: --json shows them all.`] : [];
  return [summaryText(view, look), ...shown, ...more].join('\n\n');
}

function summaryText(view: ReplayView, { width, colours }: Look): string {
  const { record, subjects, blocked, alreadyTrue, removing, halt } = view;
  const approval = record.needsApproval ? ' It needs the approval of another person first.' : '';
  const counts = `${subjects} guest(s): ${alreadyTrue} as they should be, ${blocked} blocked, ${removing} losing something.`;
  return [
    colours.bold(`Plan ${record.id}: ${record.state}`),
    wrapped(`${counts} Planning changed nothing.${approval}`, width),
    `Hash    ${record.hash}`,
    `Expires ${minuteText(record.expiresAt)}`,
    wrapped(
      `Its run halts by itself above ${Math.round(halt.share * 100)} % not resolved, or after ${halt.removals} guest(s) losing something.`,
      width,
    ),
  ].join('\n');
}

function subjectText({ subject, steps }: PlannedSubject, { width }: Look): string {
  const rows = steps.map(({ verdict, step, because }) => [
    verdict === 'blocked' ? 'BLOCKED' : verdict.replace('-', ' '),
    step,
    because ?? '',
  ]);
  return `${subject.kind} ${subject.id}\n${fitTable(['verdict', 'step', 'because'], rows, width)}`;
}

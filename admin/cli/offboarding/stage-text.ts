import type { StageView } from '../../../shared/domain/admin-api/offboarding-view';
import type { CliContext } from '../cli-context';
import { minuteText } from '../time-text';
import { wrapped } from '../wrapped';

type Look = Pick<CliContext, 'width' | 'colours'>;

/** How far a partner's offboarding is, for a person: the stage, the two figures of the cut, what was confirmed. */
export function stageText(stage: StageView, { width, colours }: Look): string {
  const head = colours.bold(`Partner ${stage.partner}: ${stage.stage.toUpperCase()}`);
  const lines = [...cutLines(stage), ...drainLines(stage), ...jobLines(stage), ...confirmationLines(stage)];
  return [head, ...lines.map((line) => wrapped(line, width, '  '))].join('\n');
}

function cutLines({ cut, stage }: StageView): string[] {
  if (cut === null) return ['Nobody cut it.'];
  const isBack = stage === 'open' ? ' (it is being taken back)' : '';
  const made =
    cut.at === null
      ? `No new sign-in possible: NOT YET (asked ${minuteText(cut.askedAt)})${isBack}`
      : `No new sign-in possible: since ${minuteText(cut.at)}, by ${cut.by ?? 'nobody'}${isBack}`;
  const confirm = cut.confirmBy === null ? [] : [`UNCONFIRMED: it is undone at ${minuteText(cut.confirmBy)}`];
  return [made, ...(cut.because === null ? [] : [`Why that way: ${cut.because}`]), ...confirm];
}

function drainLines({ drain }: StageView): string[] {
  if (drain === null) return [];
  const { endedAt, looks, lastLookAt, sessionsEnded } = drain;
  const seen = `${looks} look(s), ${sessionsEnded} session(s) ended`;
  return [
    endedAt === null
      ? `Last session ended: NOT CERTAIN YET (${seen}, the last ${minuteText(lastLookAt)})`
      : `Last session ended: certain since ${minuteText(endedAt)} (${seen})`,
  ];
}

function jobLines({ job, plan }: StageView): string[] {
  const why = job.reason === null ? '' : `: ${job.reason.message} (${job.reason.code})`;
  const next = job.wakeAt === null ? '' : `, looks again ${minuteText(job.wakeAt)}`;
  return [`Job: ${job.state}${why}${next}`, ...(plan === null ? [] : [`Plan: ${plan.id}`])];
}

const confirmationLines = ({ confirmations }: StageView): string[] =>
  confirmations.flatMap(({ at, checks }) => [
    `Checked ${minuteText(at)}:`,
    ...checks.map(({ isGood, check, observed }) => {
      const mark = isGood === null ? 'not read' : isGood ? 'good' : 'BAD';
      return `  ${mark}: ${check}: ${observed}`;
    }),
  ]);

import type { PrepareStep } from '../../../shared/domain/prepare/prepare-step';
import type { CliContext } from '../cli-context';
import { wrapped } from '../wrapped';
import type { StepResult } from './run-plan';

type Look = Pick<CliContext, 'width' | 'colours'>;
type Mark = 'ok' | 'WILL' | 'STOP' | 'made' | 'FAIL';

const INDENT = '      ';

/** A plan as a person reads it: what is true in a line, what is missing with the reason why it matters and what to do. */
export function planText(steps: readonly PrepareStep[], look: Look): string {
  return [...steps.flatMap((step) => stepLines(step, look)), '', countText(steps)].join('\n');
}

/** How a plan stands, in a sentence. */
export function countText(steps: readonly PrepareStep[]): string {
  const count = (verdict: PrepareStep['verdict']) => steps.filter((step) => step.verdict === verdict).length;
  return `${steps.length} steps: ${count('already-true')} true already, ${count('will-create')} to be made, ${count('blocked')} blocked.`;
}

function stepLines(step: PrepareStep, look: Look): string[] {
  const { verdict, observed, why, fix, warning } = step;
  if (verdict === 'already-true') {
    return [headLine('ok', step.what, look), line(observed, look), ...note('note: ', warning, look)];
  }
  return [
    headLine(verdict === 'will-create' ? 'WILL' : 'STOP', step.what, look),
    line(observed, look),
    ...note('why: ', why, look),
    ...note('do: ', fix, look),
  ];
}

/** What became of each step. */
export function resultText(results: readonly StepResult[], look: Look): string {
  return results.flatMap((result) => resultLines(result, look)).join('\n');
}

function resultLines({ step, outcome, message }: StepResult, look: Look): string[] {
  switch (outcome) {
    case 'was-true':
      return [headLine('ok', step.what, look)];
    case 'made':
      return [
        headLine('made', step.what, look),
        line(step.observed, look),
        ...note('note: ', step.warning, look),
      ];
    case 'blocked':
      return [
        headLine('STOP', step.what, look),
        line(message ?? step.observed, look),
        ...note('do: ', step.fix, look),
      ];
    case 'failed':
    case 'unconfirmed':
      return [headLine('FAIL', step.what, look), line(message ?? outcome, look)];
  }
}

function headLine(mark: Mark, what: string, { width, colours }: Look): string {
  const paint = {
    ok: colours.green,
    made: colours.green,
    WILL: colours.cyan,
    STOP: colours.yellow,
    FAIL: colours.red,
  };
  return `${paint[mark](mark.padEnd(INDENT.length))}${wrapped(what, width, INDENT)}`;
}

const line = (text: string, { width }: Look): string => INDENT + wrapped(text, width, INDENT);

const note = (label: string, text: string | null, look: Look): string[] =>
  text === null ? [] : [line(`${label}${text}`, look)];

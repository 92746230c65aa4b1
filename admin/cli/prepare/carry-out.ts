import { RetryableError, TerminalError } from '../../../shared/domain/codes';
import type { PrepareStep } from '../../../shared/domain/prepare/prepare-step';
import { ApiError } from '../../api-error';
import { jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { makeChange } from './make-change';
import { operatorPorts, type OperatorPorts } from './operator-ports';
import { countText, planText, resultText } from './plan-text';
import { lookAtAll, runPlan, type Run } from './run-plan';
import type { Section } from './section';

/** Options that `check` and `prepare` share. */
export interface ConnectionOptions {
  graphUrl: string;
  armUrl: string;
  json: boolean;
}

/** The ports, with the person's own sign-in. */
export function portsOf(context: CliContext, { graphUrl, armUrl }: ConnectionOptions): OperatorPorts {
  return operatorPorts({ credential: context.operator(), graphUrl, armUrl });
}

/** Shows what is true, missing and in the way. Ends with 1 unless everything is true. */
export async function checkSections(
  context: CliContext,
  sections: readonly Section[],
  json: boolean,
): Promise<void> {
  const steps = await legible(() => withProgress(context, (run) => lookAtAll(sections, run)));
  context.print(json ? jsonText({ steps }) : planText(steps, context));
  context.exitWith(isAllTrue(steps) ? EXIT.well : EXIT.notWell);
}

/** Shows the plan, asks, makes it and reads it back. Ends with 1 where something is left. */
export async function prepareSections(
  context: CliContext,
  sections: readonly Section[],
  ports: OperatorPorts,
  { json, yes }: { json: boolean; yes: boolean },
): Promise<void> {
  const steps = await legible(() => withProgress(context, (run) => lookAtAll(sections, run)));
  if (!json) context.print(planText(steps, context));
  if (!steps.some(({ verdict }) => verdict === 'will-create')) {
    if (json) context.print(jsonText({ steps, results: [] }));
    context.exitWith(isAllTrue(steps) ? EXIT.well : EXIT.notWell);
    return;
  }
  if (!yes && !(await agreed(context, steps))) {
    if (json) context.print(jsonText({ steps, results: [] }));
    context.exitWith(EXIT.refused);
    return;
  }
  const results = await legible(() =>
    withProgress(context, (waiting) =>
      runPlan(sections, steps, { ...waiting, make: (change) => makeChange(ports, change) }),
    ),
  );
  context.print(json ? jsonText({ steps, results }) : `\n${resultText(results, context)}`);
  const isDone = results.every(({ outcome }) => outcome === 'was-true' || outcome === 'made');
  context.exitWith(isDone ? EXIT.well : EXIT.notWell);
}

const isAllTrue = (steps: readonly PrepareStep[]): boolean =>
  steps.every(({ verdict }) => verdict === 'already-true');

async function agreed(context: CliContext, steps: readonly PrepareStep[]): Promise<boolean> {
  const many = steps.filter(({ verdict }) => verdict === 'will-create').length;
  const answer = await context.confirm(`\nMake ${many === 1 ? 'this change' : `these ${many} changes`}?`);
  if (answer === undefined) {
    throw new ApiError(
      `Nothing was changed: nobody is there to be asked. Say --yes to make it. ${countText(steps)}`,
    );
  }
  if (!answer) context.print('Nothing was changed.');
  return answer;
}

async function withProgress<T>(
  context: CliContext,
  work: (waiting: Omit<Run, 'make'>) => Promise<T>,
): Promise<T> {
  const progress = context.progress();
  try {
    return await work({
      tell: (line) => progress.show(line),
      sleep: async (seconds) => {
        await context.wait(seconds);
      },
    });
  } finally {
    progress.clear();
  }
}

/** What a service refused is told in a line, not as a crash. */
async function legible<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TerminalError || error instanceof RetryableError) throw new ApiError(error.message);
    throw error;
  }
}

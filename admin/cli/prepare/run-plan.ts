import { TerminalError } from '../../../shared/domain/codes';
import type { PrepareChange } from '../../../shared/domain/prepare/prepare-change';
import type { PrepareStep } from '../../../shared/domain/prepare/prepare-step';
import { lookAt, type Section } from './section';
import { waitOut, type Waiting } from './wait-out';

/** What became of one step. `unconfirmed`: it was done, and reading it back does not show it. */
export interface StepResult {
  step: PrepareStep;
  outcome: 'was-true' | 'made' | 'blocked' | 'failed' | 'unconfirmed';
  message: string | null;
}

export interface Run extends Waiting {
  make(change: PrepareChange): Promise<void>;
}

const CONFIRM_SECONDS = 5;
const CONFIRM_TIMES = 60;

/**
 * Makes what `seen` says will be made, section by section, and nothing else: what the operator did not see is not
 * done. Each step is read back by looking again. One refused step leaves the others to be done.
 */
export async function runPlan(
  sections: readonly Section[],
  seen: readonly PrepareStep[],
  run: Run,
): Promise<StepResult[]> {
  const agreed = new Set(seen.flatMap(({ id, verdict }) => (verdict === 'will-create' ? [id] : [])));
  const results: StepResult[] = [];
  for (const section of sections) results.push(...(await runSection(section, agreed, run)));
  return results;
}

async function runSection(section: Section, agreed: ReadonlySet<string>, run: Run): Promise<StepResult[]> {
  const made = new Map<string, StepResult>();
  const planned = await look(section, run);
  for (const step of planned) if (agreed.has(step.id)) made.set(step.id, await runStep(section, step, run));
  // What was not touched is told as it stands now, after the others.
  const last = made.size === 0 ? planned : await look(section, run);
  return last.map((step) => made.get(step.id) ?? untouched(step));
}

function untouched(step: PrepareStep): StepResult {
  if (step.verdict === 'already-true') return { step, outcome: 'was-true', message: null };
  return {
    step,
    outcome: 'blocked',
    message:
      step.verdict === 'blocked' ? step.observed : 'this was not in the plan you saw: run the command again',
  };
}

/** Looks, makes, and looks until it shows; `await` changes are only looked at. */
async function runStep(section: Section, planned: PrepareStep, run: Run): Promise<StepResult> {
  let isMade = false;
  try {
    for (let times = 0; times < CONFIRM_TIMES; times += 1) {
      // What an earlier step of the section made may have completed this one's change.
      const step = (await look(section, run)).find(({ id }) => id === planned.id) ?? planned;
      if (step.verdict === 'already-true')
        return { step, outcome: isMade ? 'made' : 'was-true', message: null };
      if (step.verdict === 'blocked') return { step, outcome: 'blocked', message: step.observed };
      const { change } = step;
      if (change === null) return { step, outcome: 'blocked', message: step.observed };
      if (!isMade) {
        run.tell(`  ${step.what} ...`);
        await waitOut(step.what, run, () => section.make?.(change) ?? run.make(change));
        isMade = true;
        continue;
      }
      run.tell(`  ... ${step.what}: not seen yet; looking again in ${CONFIRM_SECONDS} s`);
      await run.sleep(CONFIRM_SECONDS);
    }
  } catch (error) {
    if (error instanceof TerminalError) return { step: planned, outcome: 'failed', message: error.message };
    throw error;
  }
  return {
    step: planned,
    outcome: 'unconfirmed',
    message: 'it was accepted, and reading it back does not show it: check again later',
  };
}

const look = (section: Section, run: Run): Promise<PrepareStep[]> =>
  waitOut(section.what, run, () => lookAt(section));

/** Looks at every section, in order. */
export async function lookAtAll(sections: readonly Section[], waiting: Waiting): Promise<PrepareStep[]> {
  const steps: PrepareStep[] = [];
  for (const section of sections)
    steps.push(...(await waitOut(section.what, waiting, () => lookAt(section))));
  return steps;
}

import { lookAtAll, runPlan, type Run, type StepResult } from '../../../../admin/cli/prepare/run-plan';
import { makeChange } from '../../../../admin/cli/prepare/make-change';
import type { OperatorPorts } from '../../../../admin/cli/prepare/operator-ports';
import type { Section } from '../../../../admin/cli/prepare/section';
import type { TenantWish } from '../../../../admin/cli/prepare/tenant-sections';
import type { PrepareStep } from '../../../../shared/domain/prepare/prepare-step';

/** Every tenant-wide step is asked for. */
export const EVERYTHING: TenantWish = {
  mayOnboard: true,
  profiles: ['internet', 'private'],
  enable: ['internet', 'private'],
  narrow: ['internet', 'private'],
  blockedGroup: null,
  breakGlass: { groups: [], users: ['00000000-0000-4000-8000-00000000b1a5'] },
  mayEnforceBlock: true,
};

/** A run whose waits take no time; `told` collects its progress. */
export function quickRun(ports: OperatorPorts): Run & { told: string[]; slept: number[] } {
  const told: string[] = [];
  const slept: number[] = [];
  return {
    told,
    slept,
    tell: (line) => void told.push(line),
    sleep: async (seconds) => void slept.push(seconds),
    make: (change) => makeChange(ports, change),
  };
}

/** Looks, and makes all that will be made. */
export async function prepare(sections: Section[], run: Run): Promise<StepResult[]> {
  return runPlan(sections, await lookAtAll(sections, run), run);
}

/** `id verdict` of steps, for what a test compares. */
export const verdicts = (steps: readonly PrepareStep[]): string[] =>
  steps.map(({ id, verdict }) => `${id.split(' ')[0] ?? ''} ${verdict}`);

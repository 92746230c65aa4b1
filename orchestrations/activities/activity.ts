import { canonicalJson } from '../../shared/domain/audit-chain';
import { sha256 } from '../../shared/domain/ids';
import type { Outcome } from '../../shared/domain/outcome';
import { runId } from '../../shared/domain/subject';
import type { Ledger } from '../../shared/state/ledger';
import type { SubjectLife } from '../../shared/state/subject-life';
import { activityInputs, type ActivityInput, type ActivityName, type ActivityOutputs } from '../contract';
import { outcomeOf } from './outcome-of';

/** What one activity does once it may: one repeat-safe effect, or one reading. */
export type Act<N extends ActivityName> = (input: ActivityInput<N>) => Promise<Outcome<ActivityOutputs[N]>>;

/** An activity as the engine calls it: with whatever JSON came through the queue. */
export type Activity = (input: unknown) => Promise<Outcome<unknown>>;

export interface FenceDeps {
  life: SubjectLife;
  ledger: Ledger;
  now: () => Date;
}

/** Parses the input of `name`. Throws ZodError where a flow of another release sent another shape. */
function parse<N extends ActivityName>(name: N, input: unknown): ActivityInput<N> {
  return activityInputs[name].parse(input) as ActivityInput<N>;
}

/** An activity that needs no fence: opening and closing hold their own. */
export function unfenced<N extends ActivityName>(name: N, act: Act<N>): Activity {
  return (input) => outcomeOf(() => act(parse(name, input)));
}

/**
 * An activity behind the fence: acts only while this execution owns its subject, and writes what it saw,
 * changed and proved into the ledger. The same step repeated is one ledger entry.
 */
export function fenced<N extends ActivityName>(deps: FenceDeps, name: N, act: Act<N>): Activity {
  return (raw) =>
    outcomeOf(async () => {
      const input = parse(name, raw);
      const verdict = await deps.life.fence(input.life);
      if (verdict !== 'proceed') return { kind: verdict };
      const outcome = await outcomeOf(() => act(input));
      await record(deps, name, input, outcome);
      return outcome;
    });
}

async function record<N extends ActivityName>(
  deps: FenceDeps,
  step: N,
  input: ActivityInput<N>,
  outcome: Outcome<ActivityOutputs[N]>,
): Promise<void> {
  if (outcome.kind === 'stale' || outcome.kind === 'superseded') return;
  const { life, ...rest } = input;
  if (outcome.kind === 'later' && life.waitedSeconds > 0) return;
  const run = runId(life.subject, life.run);
  const code = outcome.kind === 'later' ? outcome.reason : outcome.kind === 'refused' ? outcome.code : null;
  await deps.ledger.append({
    subject: life.subject,
    run,
    step,
    opId: sha256(canonicalJson([run, step, rest, outcome.kind, code])).slice(0, 32),
    at: deps.now().toISOString(),
    outcome: outcome.kind,
    code,
    message: outcome.kind === 'refused' ? outcome.message : null,
    evidence: outcome.kind === 'done' ? outcome.value : null,
  });
}

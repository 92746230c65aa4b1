import type { Command } from 'commander';
import type { ReplaySummary, ReplayView } from '../../../shared/domain/admin-api/replay-view';
import type { PlanRecord } from '../../../shared/domain/plan-record';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { fitTable } from '../fit-table';
import { minuteText } from '../time-text';
import { addReplayRunCommands } from './add-replay-run-commands';
import { replayPlanText } from './replay-plan-text';
import { replayOutcomeText } from './replay-outcome-text';
import { replayTarget } from './replay-target';

/** `gatehouse replay …`: a plan, which changes nothing, then its run. */
export function addReplayCommands(program: Command, context: CliContext): void {
  const replay = program
    .command('replay')
    .description(
      'Does again what failed: planned from the live tenant first, then run as planned, and read back.',
    );
  addCommand(replay, {
    name: 'plan <what>',
    description:
      'What a replay would do now, for each guest and step: already true, will create, will remove, blocked because. <what> is a cause (fingerprint), a failure (fingerprint/key), a guest (id or mail address) or a partner. Changes nothing. Ends with 1 if anything is blocked.',
    examples: [
      'replay plan 0f3a5c7e9b1d2f46',
      'replay plan ada@contoso.com',
      'replay plan contoso --halt-share 0.1',
      'replay plan contoso --json | jq .verdicts',
    ],
  })
    .option(
      '--halt-share <share>',
      'its run halts above this share not resolved (0 to 1; 0.2 unless told)',
      Number,
    )
    .option(
      '--halt-removals <count>',
      'its run halts after so many guests losing something (20 unless told)',
      Number,
    )
    .action((what: string, options: PlanOptions) => plan(context, what, options));
  addCommand(replay, {
    name: 'show <plan>',
    description:
      'A plan, by its id, as it was drawn up, and how far it is. Ends with 1 if anything is blocked.',
    examples: ['replay show 6f1c2d3e-0000-4000-8000-000000000001'],
  }).action((id: string, { json }: { json: boolean }) => show(context, id, json));
  addReplayRunCommands(replay, context);
  addCommand(replay, {
    name: 'list',
    description: 'Plans of replays, the newest first.',
    examples: ['replay list', 'replay list --json | jq -r ".[0].id"'],
  }).action(({ json }: { json: boolean }) => list(context, json));
}

interface PlanOptions {
  json: boolean;
  haltShare?: number;
  haltRemovals?: number;
}

async function plan(context: CliContext, what: string, options: PlanOptions): Promise<void> {
  const { haltShare, haltRemovals, json } = options;
  const limits = {
    ...(haltShare !== undefined && { share: haltShare }),
    ...(haltRemovals !== undefined && { removals: haltRemovals }),
  };
  const halt = Object.keys(limits).length > 0 ? { halt: limits } : {};
  const api = context.api();
  const of = await replayTarget(api, what);
  const { record } = await api.post<ReplaySummary>('replays/plan', { of, ...halt });
  await show(context, record.id, json);
}

async function show(context: CliContext, id: string, json: boolean): Promise<void> {
  const view = await context.api().get<ReplayView>(`replays/${encodeURIComponent(id)}`);
  const texts = [replayPlanText(view, context), replayOutcomeText(view, context)];
  context.print(json ? jsonText(view) : texts.join('\n\n'));
  context.exitWith(view.blocked > 0 ? EXIT.notWell : EXIT.well);
}

async function list(context: CliContext, json: boolean): Promise<void> {
  const { replays } = await context.api().get<{ replays: PlanRecord[] }>('replays');
  context.print(json ? jsonText(replays) : listText(replays, context.width));
  context.exitWith(EXIT.well);
}

function listText(replays: readonly PlanRecord[], width: number): string {
  if (replays.length === 0) return 'No replay was planned yet.';
  const rows = replays.map(({ id, createdAt, state, progress: { total, done } }) => [
    minuteText(createdAt),
    id,
    state,
    `${done}/${total}`,
  ]);
  return fitTable(['drawn up', 'plan', 'state', 'done'], rows, width);
}

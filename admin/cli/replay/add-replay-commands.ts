import type { Command } from 'commander';
import type { ReplaySummary, ReplayView } from '../../../shared/domain/admin-api/replay-view';
import type { PlanRecord } from '../../../shared/domain/plan-record';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { fitTable } from '../fit-table';
import { minuteText } from '../time-text';
import { replayPlanText } from './replay-plan-text';
import { replayTarget } from './replay-target';

/** `gatehouse replay …`: a plan, which changes nothing. Running one is not there yet. */
export function addReplayCommands(program: Command, context: CliContext): void {
  const replay = program
    .command('replay')
    .description(
      'What doing again would change, planned from the live tenant. This release plans; it does not run.',
    );
  addCommand(replay, {
    name: 'plan <what>',
    description:
      'What a replay would do now, for each guest and step: already true, will create, will remove, blocked because. <what> is a cause (fingerprint), a failure (fingerprint/key), a guest (id or mail address) or a partner. Changes nothing. Ends with 1 if anything is blocked.',
    examples: [
      'replay plan 0f3a5c7e9b1d2f46',
      'replay plan ada@contoso.com',
      'replay plan contoso --json | jq .verdicts',
    ],
  }).action((what: string, { json }: { json: boolean }) => plan(context, what, json));
  addCommand(replay, {
    name: 'show <plan>',
    description:
      'A plan, by its id, as it was drawn up, and how far it is. Ends with 1 if anything is blocked.',
    examples: ['replay show 6f1c2d3e-0000-4000-8000-000000000001'],
  }).action((id: string, { json }: { json: boolean }) => show(context, id, json));
  addCommand(replay, {
    name: 'list',
    description: 'Plans of replays, the newest first.',
    examples: ['replay list', 'replay list --json | jq -r ".[0].id"'],
  }).action(({ json }: { json: boolean }) => list(context, json));
}

async function plan(context: CliContext, what: string, json: boolean): Promise<void> {
  const api = context.api();
  const of = await replayTarget(api, what);
  const { record } = await api.post<ReplaySummary>('replays/plan', { of });
  await show(context, record.id, json);
}

async function show(context: CliContext, id: string, json: boolean): Promise<void> {
  const view = await context.api().get<ReplayView>(`replays/${encodeURIComponent(id)}`);
  context.print(json ? jsonText(view) : replayPlanText(view, context));
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

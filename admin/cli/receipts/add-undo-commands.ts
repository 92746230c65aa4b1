import type { Command } from 'commander';
import type { UndoView } from '../../../shared/domain/admin-api/undo-view';
import type { PlanRecord } from '../../../shared/domain/plan-record';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { fitTable } from '../fit-table';
import { whyBody, withReason, type Why } from '../offboarding/add-cut-commands';
import { minuteText } from '../time-text';
import { undoPlanText } from './undo-plan-text';

const A_PLAN = '6f1c2d3e-0000-4000-8000-000000000001';
const A_RUN = 'guest-6f1c2d3e-0000-4000-8000-000000000001-7';
const STEERING = [
  ['pause', 'Asks no further guest until it is resumed; who is under way ends.'],
  ['resume', 'Goes on with a paused undo.'],
  ['stop', 'Ends an undo for good: what was restored stays restored.'],
] as const;

/** `gatehouse receipts undo plan | show | list | approve | run | pause | resume | stop`; `plan` needs not be said. */
export function addUndoCommands(receipts: Command, context: CliContext): void {
  const undo = receipts
    .command('undo')
    .description(
      'Restores exactly what a run changed, where the tenant still allows it: a plan first, then the run.',
    );
  const path = (id: string) => `undos/${encodeURIComponent(id)}`;
  const show = (view: UndoView, json: boolean) => {
    context.print(json ? jsonText(view) : undoPlanText(view, context));
    const isWell = view.failed.length === 0 && view.leftAlone === 0 && view.cannot === 0;
    context.exitWith(isWell ? EXIT.well : EXIT.notWell);
  };
  addPlanAndList(undo, context, show);
  addCommand(undo, {
    name: 'show <plan>',
    description: 'A plan as it was drawn up, and how far its run is.',
    examples: [`receipts undo show ${A_PLAN}`],
  }).action(async (id: string, { json }: { json: boolean }) => {
    show(await context.api().get<UndoView>(path(id)), json);
  });
  addCommand(undo, {
    name: 'approve <plan>',
    description: 'Approves exactly this content (Approvers, not who drew it up).',
    examples: [`receipts undo approve ${A_PLAN} --hash 9a…`],
  })
    .requiredOption('--hash <sha256>', 'content hash of the plan you read')
    .action(async (id: string, { hash, json }: { hash: string; json: boolean }) => {
      show(await context.api().post<UndoView>(`${path(id)}/approve`, { hash }), json);
    });
  withReason(
    addCommand(undo, {
      name: 'run <plan>',
      description:
        'Runs a plan, once: exactly its steps, each guest by its own run. Refused, with the difference, where the tenant moved since.',
      examples: [`receipts undo run ${A_PLAN} --reason "removed by mistake" --ticket CHG-2`],
    }),
  ).action(async (id: string, options: Why) => {
    const { record } = await context.api().get<UndoView>(path(id));
    const body = { hash: record.hash, ...whyBody(options) };
    show(await context.api().post<UndoView>(`${path(id)}/run`, body), options.json);
  });
  for (const [verb, description] of STEERING)
    withReason(
      addCommand(undo, {
        name: `${verb} <plan>`,
        description,
        examples: [`receipts undo ${verb} ${A_PLAN} --reason "asked by the sponsor"`],
      }),
    ).action(async (id: string, options: Why) => {
      show(await context.api().post<UndoView>(`${path(id)}/${verb}`, whyBody(options)), options.json);
    });
}

function addPlanAndList(
  undo: Command,
  context: CliContext,
  show: (view: UndoView, json: boolean) => void,
): void {
  // Marked as the default below: `receipts undo <run>` plans.
  const plan = undo.command('plan <run...>', { isDefault: true });
  plan
    .description(
      'What an undo would do now: will restore, already so, CANNOT be undone because. <run> is a guest’s run (several of one guest: they are undone together) or the id of an offboarding plan. Changes nothing; lives 4 hours. Ends with 1 if anything cannot be undone.',
    )
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      `\nExamples:\n  gatehouse receipts undo ${A_RUN}\n  gatehouse receipts undo plan ${A_PLAN}`,
    )
    .action(async (runs: string[], { json }: { json: boolean }) => {
      show(await context.api().post<UndoView>('undos/plan', { of: runs }), json);
    });
  addCommand(undo, {
    name: 'list',
    description: 'Plans of undos, the newest first.',
    examples: ['receipts undo list'],
  }).action(async ({ json }: { json: boolean }) => {
    const { undos } = await context.api().get<{ undos: PlanRecord[] }>('undos');
    context.print(json ? jsonText(undos) : listText(undos, context.width));
    context.exitWith(EXIT.well);
  });
}

function listText(undos: readonly PlanRecord[], width: number): string {
  if (undos.length === 0) return 'No undo was planned yet.';
  const rows = undos.map(({ id, createdAt, state, progress: { total, done } }) => [
    minuteText(createdAt),
    id,
    state,
    `${done}/${total}`,
  ]);
  return fitTable(['drawn up', 'plan', 'state', 'done'], rows, width);
}

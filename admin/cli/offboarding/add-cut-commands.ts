import { Option, type Command } from 'commander';
import type { StageView } from '../../../shared/domain/admin-api/offboarding-view';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { stageText } from './stage-text';

/** Why somebody does it; kept in the audit. */
export interface Why {
  reason: string;
  ticket?: string;
  json: boolean;
}

/** `--reason` and `--ticket`, which whatever changes something asks for. */
export const withReason = (command: Command): Command =>
  command
    .requiredOption('--reason <text>', 'why; kept in the audit, so name nobody')
    .option('--ticket <number>', 'number in your ticket system');

export const whyBody = ({ reason, ticket }: Why) => ({ reason, ticket: ticket ?? null });

/** `gatehouse partner cut | uncut | confirm-cut | stage`. */
export function addCutCommands(partner: Command, context: CliContext): void {
  const show = (stage: StageView, json: boolean) => {
    context.print(json ? jsonText(stage) : stageText(stage, context));
    context.exitWith(stage.job.state === 'held' ? EXIT.notWell : EXIT.well);
  };
  const path = (name: string) => `partners/${encodeURIComponent(name)}`;
  withReason(
    addCommand(partner, {
      name: 'cut <name>',
      description:
        'Keeps all guests of a partner out and ends their sessions. Nothing is removed; uncut undoes it.',
      examples: [
        'partner cut contoso --reason "contract ended"',
        'partner cut contoso --emergency --reason "account takeover"',
      ],
    }),
  )
    .addOption(
      new Option('--emergency', 'confirmed by an Approver within 24 hours, or undone').default(false),
    )
    .action(async (name: string, options: Why & { emergency: boolean }) => {
      const body = { ...whyBody(options), emergency: options.emergency };
      show(await context.api().post<StageView>(`${path(name)}/cut`, body), options.json);
    });
  const others = [
    ['uncut', 'uncut', 'Takes a cut back: the guests are let in again.'],
    ['confirm-cut', 'cut/confirm', 'Confirms an emergency cut (Approvers, not who made it).'],
  ] as const;
  for (const [verb, at, description] of others)
    withReason(
      addCommand(partner, {
        name: `${verb} <name>`,
        description,
        examples: [`partner ${verb} contoso --reason "agreed with the sponsor"`],
      }),
    ).action(async (name: string, options: Why) => {
      show(await context.api().post<StageView>(`${path(name)}/${at}`, whyBody(options)), options.json);
    });
  addCommand(partner, {
    name: 'stage <name>',
    description: 'How far the offboarding of a partner is: cut, drained, removed, confirmed.',
    examples: ['partner stage contoso', 'partner stage contoso --json | jq .drain'],
  }).action(async (name: string, { json }: { json: boolean }) => {
    show(await context.api().get<StageView>(`${path(name)}/stage`), json);
  });
}

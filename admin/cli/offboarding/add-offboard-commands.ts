import type { Command } from 'commander';
import type { PlanView } from '../../../shared/domain/admin-api/offboarding-view';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { whyBody, withReason, type Why } from './add-cut-commands';
import { planText } from './plan-text';

/** `gatehouse partner offboard plan | show | approve | run | pause | resume | stop`. */
export function addOffboardCommands(partner: Command, context: CliContext): Command {
  const offboard = partner
    .command('offboard')
    .description('Removes all guests of a partner: a plan first, a second person, then the run.');
  const show = (plan: PlanView, json: boolean) => {
    context.print(json ? jsonText(plan) : planText(plan, context));
    context.exitWith(plan.failed.length > 0 ? EXIT.notWell : EXIT.well);
  };
  const path = (id: string) => `offboarding-plans/${encodeURIComponent(id)}`;
  addCommand(offboard, {
    name: 'plan <name>',
    description: 'What the removal of a partner would do, in figures. Changes nothing; lives 24 hours.',
    examples: ['partner offboard plan contoso', 'partner offboard plan contoso --end-grace'],
  })
    .option('--end-grace', 'delete its Cloud PCs at once, for good, instead of after their grace period')
    .action(async (name: string, { endGrace = false, json }: { endGrace?: boolean; json: boolean }) => {
      const at = `partners/${encodeURIComponent(name)}/offboarding-plans`;
      show(await context.api().post<PlanView>(at, endGrace ? { endGrace } : {}), json);
    });
  addCommand(offboard, {
    name: 'show <plan>',
    description: 'A plan and how far its run is.',
    examples: ['partner offboard show 6f1c2d3e-0000-4000-8000-000000000001'],
  }).action(async (id: string, { json }: { json: boolean }) => {
    show(await context.api().get<PlanView>(path(id)), json);
  });
  addCommand(offboard, {
    name: 'approve <plan>',
    description: 'Approves exactly this content (Approvers, not who drew it up).',
    examples: ['partner offboard approve 6f1c2d3e-0000-4000-8000-000000000001 --hash 9a…'],
  })
    .requiredOption('--hash <sha256>', 'content hash of the plan you read')
    .action(async (id: string, { hash, json }: { hash: string; json: boolean }) => {
      show(await context.api().post<PlanView>(`${path(id)}/approve`, { hash }), json);
    });
  withReason(
    addCommand(offboard, {
      name: 'run <plan>',
      description: 'Runs an approved plan, once: cut, then every guest of it is removed by its own run.',
      examples: ['partner offboard run 6f1c2d3e-0000-4000-8000-000000000001 --reason "contract ended"'],
    }),
  ).action(async (id: string, options: Why) => {
    const { hash } = await context.api().get<PlanView>(path(id));
    show(await context.api().post<PlanView>(`${path(id)}/run`, { hash, ...whyBody(options) }), options.json);
  });
  for (const [verb, description] of STEERING)
    withReason(
      addCommand(offboard, {
        name: `${verb} <plan>`,
        description,
        examples: [
          `partner offboard ${verb} 6f1c2d3e-0000-4000-8000-000000000001 --reason "asked by the sponsor"`,
        ],
      }),
    ).action(async (id: string, options: Why) => {
      show(await context.api().post<PlanView>(`${path(id)}/${verb}`, whyBody(options)), options.json);
    });
  return offboard;
}

const STEERING = [
  ['pause', 'Begins with nobody more until it is resumed.'],
  ['resume', 'Goes on with a paused plan.'],
  ['stop', 'Ends a plan for good: the partner stays cut, what was removed stays removed.'],
] as const;

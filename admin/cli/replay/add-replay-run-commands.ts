import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ReplayView } from '../../../shared/domain/admin-api/replay-view';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { whyBody, withReason, type Why } from '../offboarding/add-cut-commands';
import { replayOutcomeText } from './replay-outcome-text';
import { watchReplay } from './watch-replay';

type Inputs = Readonly<Record<string, string>>;

/** What can be given is the API's to say; here only the shape is looked at. */
function withInput(text: string, before: Inputs): Inputs {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be step.field=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

const EXAMPLE = '6f1c2d3e-0000-4000-8000-000000000001';
const path = (id: string) => `replays/${encodeURIComponent(id)}`;

/** `gatehouse replay run | watch | approve | pause | resume | stop`. */
export function addReplayRunCommands(replay: Command, context: CliContext): void {
  const show = (view: ReplayView, json: boolean) => {
    context.print(json ? jsonText(view) : replayOutcomeText(view, context));
    context.exitWith(EXIT.well);
  };
  withReason(
    addCommand(replay, {
      name: 'run <plan>',
      description:
        'Runs a plan: every guest is read again and asked only where nothing moved; one, then ten, then the rest. Waits until it ends or halts, unless told not to. Ends with 0 if all was resolved, 1 if something was not, 2 if it was refused.',
      examples: [
        `replay run ${EXAMPLE} --reason "two hosts were added" --ticket CHG-1`,
        `replay run ${EXAMPLE} --reason "her own desk" --input ensurePersonalHost.host=avd-contoso-7`,
      ],
    }),
  )
    .addOption(
      new Option('--input <step.field=value>', 'given to the guest’s next run, and to no other; repeatable')
        .argParser(withInput)
        .default({}, 'none'),
    )
    .addOption(new Option('--no-wait', 'start it and do not wait'))
    .action(async (id: string, options: Why & { wait: boolean; input: Inputs }) => {
      const { record } = await context.api().get<ReplayView>(path(id));
      const body = { hash: record.hash, ...whyBody(options), inputs: options.input };
      const started = await context.api().post<ReplayView>(`${path(id)}/run`, body);
      if (options.wait) await watchReplay(context, id, options.json);
      else show(started, options.json);
    });
  addCommand(replay, {
    name: 'watch <plan>',
    description: 'How far a replay is, until it ends or halts. Ends with 1 if something was not resolved.',
    examples: [`replay watch ${EXAMPLE}`],
  }).action((id: string, { json }: { json: boolean }) => watchReplay(context, id, json));
  addCommand(replay, {
    name: 'approve <plan>',
    description: 'Approves exactly this content (Approvers, not who drew it up).',
    examples: [`replay approve ${EXAMPLE} --hash 9a…`],
  })
    .requiredOption('--hash <sha256>', 'content hash of the plan you read')
    .action(async (id: string, { hash, json }: { hash: string; json: boolean }) => {
      show(await context.api().post<ReplayView>(`${path(id)}/approve`, { hash }), json);
    });
  for (const [verb, description] of STEERING)
    withReason(
      addCommand(replay, {
        name: `${verb} <plan>`,
        description,
        examples: [`replay ${verb} ${EXAMPLE} --reason "asked by the sponsor"`],
      }),
    ).action(async (id: string, options: Why) => {
      show(await context.api().post<ReplayView>(`${path(id)}/${verb}`, whyBody(options)), options.json);
    });
}

const STEERING = [
  ['pause', 'Asks nobody more until it is resumed; who is under way ends.'],
  ['resume', 'Goes on with a paused or halted replay.'],
  ['stop', 'Ends a replay for good: who was not asked stays as it is, what was done stays done.'],
] as const;

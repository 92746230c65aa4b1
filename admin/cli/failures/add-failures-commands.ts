import type { Command } from 'commander';
import type {
  FailureCauses,
  FailureStory,
  FailureView,
} from '../../../shared/domain/admin-api/failure-causes';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { whyBody, withReason, type Why } from '../offboarding/add-cut-commands';
import { causesText } from './causes-text';
import { failureListText } from './failure-list-text';
import { failureStoryText } from './failure-story-text';

interface ListOptions {
  partner?: string;
  since?: string;
  json: boolean;
}

/** `gatehouse failures [show | list]`: causes first, rows only where somebody asks for them. */
export function addFailuresCommands(program: Command, context: CliContext): void {
  const failures = addCommand(program, {
    name: 'failures',
    description:
      'What is stuck, by cause: how many guests, since when, the last evidence, what would mend it. Ends with 1 if anything is open.',
    examples: ['failures', 'failures --json | jq -r ".causes[0].fix"'],
  }).action(({ json }: { json: boolean }) => causes(context, json));
  addCommand(failures, {
    name: 'show <fingerprint>',
    description: 'One cause with its last evidence, and whom it stops, the longest first.',
    examples: ['failures show 0f3a5c7e9b1d2f46'],
  }).action((fingerprint: string, _options: object, command: Command) =>
    show(context, fingerprint, isJson(command)),
  );
  addCommand(failures, {
    name: 'list',
    description: 'Open failures one by one.',
    examples: [
      'failures list --partner contoso',
      'failures list --since 2026-11-25T00:00:00Z --json | jq -r ".[].subject.id"',
    ],
  })
    .option('--partner <name>', 'only of this partner')
    .option('--since <time>', 'only those first seen at this time (ISO 8601) or later')
    .action((options: ListOptions, command: Command) => list(context, { ...options, json: isJson(command) }));
  withReason(
    addCommand(failures, {
      name: 'dismiss <fingerprint> <key>',
      description:
        'Closes a message that nobody could read, once you know what became of it. All else closes by itself when its state is right.',
      examples: ['failures dismiss 0f3a5c7e9b1d2f46 message-1a2b3c --reason "a test of the sender"'],
    }),
  ).action((fingerprint: string, key: string, why: Why, command: Command) =>
    dismiss(context, { fingerprint, key }, { ...why, json: isJson(command) }),
  );
}

/** `failures` knows --json too: where it is given to a command below, the one above takes it. */
const isJson = (command: Command): boolean => command.optsWithGlobals<{ json: boolean }>().json;

async function causes(context: CliContext, json: boolean): Promise<void> {
  const found = await context.api().get<FailureCauses>('failures');
  context.print(json ? jsonText(found) : causesText(found.causes, context));
  context.exitWith(found.causes.length === 0 ? EXIT.well : EXIT.notWell);
}

async function show(context: CliContext, fingerprint: string, json: boolean): Promise<void> {
  const story = await context.api().get<FailureStory>(`failures/${encodeURIComponent(fingerprint)}`);
  context.print(json ? jsonText(story) : failureStoryText(story, context));
  context.exitWith(EXIT.notWell);
}

async function list(context: CliContext, { partner, since, json }: ListOptions): Promise<void> {
  const found: FailureView[] = [];
  const pages = context.api().list<FailureView>('open-failures', 'failures', { partner, since });
  for await (const one of pages) found.push(one);
  context.print(json ? jsonText(found) : failureListText(found, context));
  context.exitWith(found.length === 0 ? EXIT.well : EXIT.notWell);
}

async function dismiss(
  context: CliContext,
  { fingerprint, key }: { fingerprint: string; key: string },
  why: Why,
): Promise<void> {
  const path = `failures/${encodeURIComponent(fingerprint)}/dismiss`;
  const closed = await context.api().post<FailureView>(path, { key, ...whyBody(why) });
  context.print(why.json ? jsonText(closed) : `Closed: ${closed.message}`);
  context.exitWith(EXIT.well);
}

import { Option, type Command } from 'commander';
import type { GuestStory, GuestView } from '../../../shared/domain/admin-api/guest-view';
import { GUEST_STATES } from '../../../shared/domain/guest-record';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { withReason, type Why } from '../offboarding/add-cut-commands';
import { eraseGuest } from './erase-guest';
import { findGuest } from './find-guest';
import { guestListText } from './guest-list-text';
import { guestStoryText, isStuck } from './guest-story-text';
import { inviteGuest, type InviteOptions } from './invite-guest';
import { watchGuest, type WatchOptions } from './watch-guest';

interface ListOptions {
  state?: string;
  partner?: string;
  json: boolean;
}

/** `gatehouse guest list | show | watch | invite | export | erase`. */
export function addGuestCommands(program: Command, context: CliContext): void {
  const guest = program.command('guest').description('Guests: where each stands, why, and what would help.');
  addCommand(guest, {
    name: 'list',
    description: 'Every guest that fits, by object id.',
    examples: ['guest list --state held', 'guest list --partner contoso --json | jq -r ".[].id"'],
  })
    .addOption(new Option('--state <state>', 'only guests in this state').choices(GUEST_STATES))
    .option('--partner <name>', 'only guests of this partner')
    .action((options: ListOptions) => list(context, options));
  addCommand(guest, {
    name: 'show <who>',
    description:
      'One guest, by object id or mail address: one verdict with the failing link, what would mend it, and every step of every run. Ends with 1 if the guest is held.',
    examples: [
      'guest show 6f1c2d3e-0000-4000-8000-000000000001',
      'guest show ada@contoso.com',
      'guest show ada@contoso.com --json | jq .timeline',
    ],
  }).action((who: string, options: { json: boolean }) => show(context, who, options));
  addWatch(guest, context);
  addInvite(guest, context);
  addExport(guest, context);
  addErase(guest, context);
}

const TIMEOUT = ['--timeout <minutes>', 'how long to watch', '30'] as const;

function addWatch(guest: Command, context: CliContext): void {
  addCommand(guest, {
    name: 'watch <who>',
    description:
      'A line for each step as it happens, until the guest is ready. Ends with 1 if it is held, or not ready in time. With --json a document on each line.',
    examples: ['guest watch 6f1c2d3e-0000-4000-8000-000000000001', 'guest watch ada@contoso.com --timeout 5'],
  })
    .option(...TIMEOUT)
    .action((who: string, options: WatchOptions) => watchGuest(context, who, options));
}

function addInvite(guest: Command, context: CliContext): void {
  addCommand(guest, {
    name: 'invite <mail>',
    description:
      'Invites a guest of a partner, with a sponsor, and marks it as invited by Gatehouse. The directory mails the link; it is shown and kept nowhere else.',
    examples: [
      'guest invite ada@contoso.com --sponsor 3f0c... --reason "Audit of 2027" --ticket CHG-17',
      'guest invite ada@contoso.com --reason "New supplier" --language nl-NL --watch',
    ],
  })
    .requiredOption('--reason <text>', 'why; it is kept in the audit')
    .option('--ticket <number>', 'number in your ticket system')
    .option('--sponsor <id>', 'object id of the user who answers for the guest (else the policy’s)')
    .option('--name <text>', 'display name of the guest')
    .option('--language <tag>', 'language of the mail', 'en-US')
    .option('--message <text>', 'words of your own in the mail')
    .option('--redirect <url>', 'where the guest lands after accepting')
    .option('--no-mailed', 'send no mail')
    .option('--watch', 'go on as "guest watch" does', false)
    .option(...TIMEOUT)
    .action((mail: string, options: InviteOptions) => inviteGuest(context, mail, options));
}

function addExport(guest: Command, context: CliContext): void {
  addCommand(guest, {
    name: 'export <who>',
    description:
      'Everything that is held about a guest, as one JSON document, for whoever asks what is. See docs/personal-data.md.',
    examples: ['guest export ada@contoso.com > held.json'],
  }).action(async (who: string) => {
    const api = context.api();
    context.print(jsonText(await api.get(`guests/${await findGuest(api, who)}/export`)));
    context.exitWith(EXIT.well);
  });
}

function addErase(guest: Command, context: CliContext): void {
  withReason(
    addCommand(guest, {
      name: 'erase <who>',
      description:
        'Forgets a guest that was removed, for good (Approvers): rows, timeline, and who it was in the audit, whose chain stays whole.',
      examples: [
        'guest erase 6f1c2d3e-0000-4000-8000-000000000001 --reason "asked for by the person"',
        'guest erase 6f1c2d3e-0000-4000-8000-000000000001 --reason "contract ended" --yes',
      ],
    }),
  )
    .option('--yes', 'do not ask', false)
    .action((who: string, options: Why & { yes: boolean }) => eraseGuest(context, who, options));
}

async function list(context: CliContext, { state, partner, json }: ListOptions): Promise<void> {
  const guests: GuestView[] = [];
  for await (const one of context.api().list<GuestView>('guests', 'guests', { state, partner }))
    guests.push(one);
  context.print(json ? jsonText(guests) : guestListText(guests, context.width));
  context.exitWith(EXIT.well);
}

async function show(context: CliContext, who: string, { json }: { json: boolean }): Promise<void> {
  const api = context.api();
  const story = await api.get<GuestStory>(`guests/${await findGuest(api, who)}`);
  context.print(json ? jsonText(story) : guestStoryText(story, context));
  context.exitWith(isStuck(story) ? EXIT.notWell : EXIT.well);
}

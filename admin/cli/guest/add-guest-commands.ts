import { Option, type Command } from 'commander';
import type { GuestStory, GuestView } from '../../../shared/domain/admin-api/guest-view';
import { GUEST_STATES } from '../../../shared/domain/guest-record';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { findGuest } from './find-guest';
import { guestListText } from './guest-list-text';
import { guestStoryText, isStuck } from './guest-story-text';

interface ListOptions {
  state?: string;
  partner?: string;
  json: boolean;
}

/** `gatehouse guest list | show`. */
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

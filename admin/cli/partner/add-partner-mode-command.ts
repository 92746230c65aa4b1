import { Argument, Option, type Command } from 'commander';
import type { ModeChange, Reach } from '../../../shared/domain/mode-change';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { findGuest } from '../guest/find-guest';
import { modeChangeText } from './mode-change-text';

interface ModeOptions {
  guests?: string;
  enrol?: 'new-only' | 'listed' | 'all';
  enrolGuests?: string;
  hash?: string;
  reason?: string;
  ticket?: string;
  json: boolean;
}

type Asked = Pick<Reach, 'mode'> & Partial<Pick<Reach, 'enrol'>>;

/** `gatehouse partner mode`: shows what a step changes; with its hash, takes the step. */
export function addPartnerModeCommand(partner: Command, context: CliContext): void {
  addCommand(partner, {
    name: 'mode <name>',
    description:
      'What another mode would change, guest by guest, and its hash; nothing is done before --hash names it. The way back is the same command with the mode before.',
    examples: [
      'partner mode contoso pilot --guests ada@contoso.com,6f1c2d3e-0000-4000-8000-000000000001',
      'partner mode contoso enforce --enrol all',
      'partner mode contoso enforce --hash 3f0c... --reason "Pilot went well"',
      'partner mode contoso observe',
    ],
  })
    .addArgument(new Argument('<mode>', 'how far it may go').choices(['observe', 'pilot', 'enforce']))
    .option('--guests <list>', 'guests of the pilot: object ids or mail addresses, commas between them')
    .addOption(
      new Option('--enrol <rule>', 'who of those here before is taken in').choices([
        'new-only',
        'listed',
        'all',
      ]),
    )
    .option('--enrol-guests <list>', 'with --enrol listed: whom')
    .option('--hash <hash>', 'take the step that was shown')
    .option('--reason <text>', 'why; kept in the audit; needed with --hash')
    .option('--ticket <number>', 'number in your ticket system')
    .action((name: string, mode: Reach['mode']['kind'], options: ModeOptions) =>
      modeOf(context, name, mode, options),
    );
}

async function modeOf(
  context: CliContext,
  name: string,
  kind: Reach['mode']['kind'],
  options: ModeOptions,
): Promise<void> {
  const path = `partners/${encodeURIComponent(name)}/mode`;
  const asked = await askedReach(context, kind, options);
  const { hash, reason, ticket, json } = options;
  const change =
    hash === undefined
      ? await context.api().post<ModeChange>(`${path}/preview`, asked)
      : await context.api().post<ModeChange & { waves: number }>(path, { ...asked, hash, reason, ticket });
  context.print(json ? jsonText(change) : modeChangeText(name, change, context.width));
  context.exitWith(EXIT.well);
}

async function askedReach(
  context: CliContext,
  kind: Reach['mode']['kind'],
  { guests, enrol, enrolGuests }: ModeOptions,
): Promise<Asked> {
  const mode = kind === 'pilot' ? { kind, guests: await idsOf(context, guests) } : { kind };
  if (enrol === undefined) return { mode };
  if (enrol !== 'listed') return { mode, enrol: { rule: enrol } };
  return { mode, enrol: { rule: enrol, guests: await idsOf(context, enrolGuests) } };
}

async function idsOf(context: CliContext, list = ''): Promise<string[]> {
  const ids: string[] = [];
  for (const who of list.split(',').map((text) => text.trim()))
    if (who !== '') ids.push(await findGuest(context.api(), who));
  return ids;
}

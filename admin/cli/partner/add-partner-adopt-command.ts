import type { Command } from 'commander';
import type { AdoptionChange, AdoptionStep } from '../../../shared/domain/adoption/adoption-change';
import { addCommand, jsonText } from '../add-command';
import { ApiError } from '../../api-error';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { findGuest } from '../guest/find-guest';
import { adoptionText } from './adoption-text';

interface AdoptOptions {
  group?: string;
  hosts?: string;
  guests?: string;
  takeOwnership: boolean;
  undo: boolean;
  hash?: string;
  reason?: string;
  ticket?: string;
  json: boolean;
}

/** `gatehouse partner adopt`: shows what is there and would be written down as adopted; with its hash, does it. */
export function addPartnerAdoptCommand(partner: Command, context: CliContext): void {
  addCommand(partner, {
    name: 'adopt <name>',
    description:
      'What of a group that was there before would be adopted: its members, its Azure roles, their hosts and Cloud PCs. What is adopted is verified and never removed before --take-ownership. Nothing is done before --hash names what was shown; --undo is the way back. Nothing in the tenant changes.',
    examples: [
      'partner adopt contoso --group 6f1c2d3e-0000-4000-8000-000000000001',
      'partner adopt contoso --group 6f1c... --hash 3f0c... --reason "Here since 2024"',
      'partner adopt contoso --take-ownership --group 6f1c... --guests ada@contoso.com',
      'partner adopt contoso --take-ownership --hosts 8a9b...',
      'partner adopt contoso --undo --group 6f1c...',
    ],
  })
    .option('--group <id>', 'object id of the group')
    .option('--take-ownership', 'from now on it is ours, and goes with a removal', false)
    .option('--undo', 'forget it again', false)
    .option('--hosts <list>', 'with --take-ownership: of these hosts or Cloud PCs, commas between them')
    .option('--guests <list>', 'of these guests only: object ids or mail addresses, commas between them')
    .option('--hash <hash>', 'do what was shown')
    .option('--reason <text>', 'why; kept in the audit; needed with --hash')
    .option('--ticket <number>', 'number in your ticket system')
    .action((name: string, options: AdoptOptions) => adopt(context, name, options));
}

async function adopt(context: CliContext, name: string, options: AdoptOptions): Promise<void> {
  const path = `partners/${encodeURIComponent(name)}/adoption`;
  const asked = await askedStep(context, options);
  const { hash, reason, ticket, json } = options;
  const change: AdoptionChange & { busy?: string[] } =
    hash === undefined
      ? await context.api().post<AdoptionChange>(`${path}/preview`, asked)
      : await context
          .api()
          .post<AdoptionChange & { busy: string[] }>(path, { ...asked, hash, reason, ticket });
  context.print(json ? jsonText(change) : adoptionText(change, context.width));
  context.exitWith((change.busy ?? []).length > 0 ? EXIT.notWell : EXIT.well);
}

async function askedStep(
  context: CliContext,
  { group, hosts, guests, takeOwnership, undo }: AdoptOptions,
): Promise<object> {
  if (takeOwnership && undo) throw new ApiError('Choose one: --take-ownership or --undo.');
  const step: AdoptionStep = takeOwnership ? 'take-ownership' : undo ? 'undo' : 'adopt';
  const ids: string[] = [];
  for (const who of listOf(guests)) ids.push(await findGuest(context.api(), who));
  return {
    step,
    ...(group !== undefined && { group }),
    ...(hosts !== undefined && { hosts: listOf(hosts) }),
    ...(guests !== undefined && { guests: ids }),
  };
}

const listOf = (list = ''): string[] =>
  list
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');

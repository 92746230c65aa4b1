import { Option, type Command } from 'commander';
import type { InventoryLine } from '../../../shared/domain/admin-api/inventory';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { csv } from '../csv';
import { EXIT } from '../exit-codes';
import { fitTable } from '../fit-table';

interface InventoryOptions {
  by: Facet;
  csv: boolean;
  json: boolean;
}

/** What guests are counted by. */
const FACETS = ['home', 'partner', 'state', 'group', 'host', 'licence', 'sponsor'] as const;
type Facet = (typeof FACETS)[number];

/** `gatehouse inventory`. */
export function addInventoryCommand(program: Command, context: CliContext): void {
  addCommand(program, {
    name: 'inventory',
    description:
      'Every guest of the tenant, counted by one thing; --csv and --json give a line for each guest. Nothing is asked of the tenant.',
    examples: ['inventory', 'inventory --by state', 'inventory --csv > guests.csv'],
  })
    .addOption(new Option('--by <what>', 'what the table counts by').choices(FACETS).default('home'))
    .addOption(new Option('--csv', 'a line for each guest, as CSV').default(false).conflicts('json'))
    .action(async (options: InventoryOptions) => {
      const guests: InventoryLine[] = [];
      for await (const line of context.api().list<InventoryLine>('inventory', 'guests')) guests.push(line);
      context.print(inventoryText(guests, options, context.width));
      context.exitWith(EXIT.well);
    });
}

function inventoryText(guests: readonly InventoryLine[], options: InventoryOptions, width: number): string {
  if (options.json) return jsonText(guests);
  return options.csv ? csvText(guests).trimEnd() : tableText(guests, options.by, width);
}

const HEADS = ['id', 'home', 'partner', 'state', 'existedBefore', 'groups', 'host', 'licence', 'sponsor'];

function csvText(guests: readonly InventoryLine[]): string {
  const rows = guests.map((guest) => [
    guest.id,
    guest.home,
    guest.partner,
    guest.state,
    String(guest.existedBefore),
    guest.groups.join(' '),
    guest.host,
    guest.licence,
    guest.sponsor,
  ]);
  return csv(HEADS, rows);
}

interface Count {
  guests: number;
  existedBefore: number;
  ready: number;
  held: number;
}

function tableText(guests: readonly InventoryLine[], by: Facet, width: number): string {
  if (guests.length === 0)
    return 'No guest was seen yet: the first look at the tenant may still be under way.';
  const counts = new Map<string, Count>();
  for (const guest of guests)
    for (const key of keysOf(guest, by)) counts.set(key, counted(counts.get(key) ?? NONE, guest));
  const rows = [...counts]
    .sort(([a, one], [b, other]) => other.guests - one.guests || a.localeCompare(b))
    .map(([key, count]) => [key, ...Object.values(count).map(String)]);
  const table = fitTable([by, 'guests', 'here before', 'ready', 'held'], rows, width);
  return `${table}\n\n${guests.length} guest(s) in all.`;
}

const NONE: Count = { guests: 0, existedBefore: 0, ready: 0, held: 0 };

const counted = (count: Count, { existedBefore, state }: InventoryLine): Count => ({
  guests: count.guests + 1,
  existedBefore: count.existedBefore + Number(existedBefore),
  ready: count.ready + Number(state === 'ready'),
  held: count.held + Number(state === 'held'),
});

/** A guest in several groups is counted in each. */
function keysOf(guest: InventoryLine, by: Facet): string[] {
  if (by === 'group') return guest.groups.length === 0 ? ['(none)'] : guest.groups;
  return [guest[by] ?? '(none)'];
}

import type { Command } from 'commander';
import type { CapacityView } from '../../../shared/domain/admin-api/capacity-view';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { capacityText } from './capacity-text';

/** `gatehouse capacity`. */
export function addCapacityCommand(program: Command, context: CliContext): void {
  addCommand(program, {
    name: 'capacity',
    description:
      'What is free against the guests who are invited or wait, what runs out first, and what to do. Reads the tenant. Ends with 1 if something is short, or if nobody can say.',
    examples: ['capacity', 'capacity --partner contoso', 'capacity --json | jq ".limits[0]"'],
  })
    .option('--partner <name>', 'only what the guests of this partner draw on')
    .action(async ({ partner, json }: { partner?: string; json: boolean }) => {
      const view = await context.api().get<CapacityView>('capacity', { partner });
      context.print(json ? jsonText(view) : capacityText(view, context));
      context.exitWith(isEnough(view) ? EXIT.well : EXIT.notWell);
    });
}

/** What nobody waits for may be unknown. */
const isEnough = ({ limits }: CapacityView): boolean =>
  limits.every(({ verdict, needed }) => verdict !== 'short' && !(verdict === 'unknown' && needed > 0));

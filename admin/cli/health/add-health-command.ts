import type { Command } from 'commander';
import type { Health } from '../../../shared/domain/admin-api/events-status';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';

/** `gatehouse health`: whether Gatehouse runs, and hears. */
export function addHealthCommand(program: Command, context: CliContext): void {
  addCommand(program, {
    name: 'health',
    description: 'Whether Gatehouse runs and hears of changes. Ends with 1 if not well.',
    examples: ['health', 'health --json | jq -r .status'],
  }).action(async ({ json }: { json: boolean }) => {
    const health = await context.api().get<Health>('health');
    const isWell = health.status === 'ok';
    context.print(json ? jsonText(health) : isWell ? WELL : DEGRADED);
    context.exitWith(isWell ? EXIT.well : EXIT.notWell);
  });
}

const WELL = 'Well: Gatehouse runs, reaches its tables and hears of changes.';
const DEGRADED =
  'DEGRADED: Gatehouse runs, but changes may be missed or found late. Look with:\n  gatehouse events status';

import { Option, type Command } from 'commander';
import { addCommand } from '../add-command';
import type { CliContext } from '../cli-context';
import { printEventsReport, type ReportOptions } from './print-events-report';
import { printEventsStatus } from './print-events-status';

/** `gatehouse events status | report`: how changes of guests reach Gatehouse. */
export function addEventsCommands(program: Command, context: CliContext): void {
  const events = program.command('events').description('How changes of guests reach Gatehouse.');
  addCommand(events, {
    name: 'status',
    description:
      'Subscriptions, their expiry, the last notification; the sweeps and their lag. Ends with 1 if not well.',
    examples: ['events status', 'events status --json | jq .sweeps'],
  }).action((options: { json: boolean }) => printEventsStatus(context, options));
  addCommand(events, {
    name: 'report',
    description:
      'Which changes no notification announced, how late they were found, what came twice or out of order.',
    examples: ['events report --since 12h', 'events report --since 7d --csv > missed.csv'],
  })
    .option('--since <span>', 'how far back: 30m, 12h, 7d (30 days at most)', '7d')
    .addOption(
      new Option('--csv', 'print CSV, one row for each change and each odd notification')
        .default(false)
        .conflicts('json'),
    )
    .action((options: ReportOptions) => printEventsReport(context, options));
}

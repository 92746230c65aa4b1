import { Option, type Command } from 'commander';
import { addCommand } from '../add-command';
import type { CliContext } from '../cli-context';
import { exportAudit, listAudit, type AuditFilter } from './list-audit';
import { verifyAudit } from './verify-audit';

const withFilter = (command: Command): Command =>
  command
    .option('--since <time>', 'from this time on, for example 2026-11-25T00:00:00Z')
    .option('--actor <id>', 'what this person or app did (object id)')
    .option('--action <name>', 'only this action, for example put-policy')
    .option('--target <name>', 'only what was done to this, for example partner/contoso');

/** `gatehouse audit list | verify | export`: who did what, when, why, on which plan, with what result. */
export function addAuditCommands(program: Command, context: CliContext): void {
  const audit = program
    .command('audit')
    .description(
      'Who did what, when, why, on which plan, with what result; and whether that record is whole.',
    );
  withFilter(
    addCommand(audit, {
      name: 'list',
      description: 'What was done, the newest first.',
      examples: ['audit list', 'audit list --target partner/contoso --since 2026-11-01T00:00:00Z'],
    }),
  )
    .option('--top <number>', 'so many entries at most', '50')
    .action((options: AuditFilter & { top: string; json: boolean }) => listAudit(context, options));
  addCommand(audit, {
    name: 'verify',
    description:
      'Reads the whole chain, hashes it anew and compares it with the heads kept in immutable storage. Finds and locates an edit, a removal, a reorder and a cut tail. Ends with 1 if it finds any.',
    examples: [
      'audit verify',
      'audit verify --subject guest/6f1c2d3e-0000-4000-8000-000000000001',
      'audit verify --json | jq .findings',
    ],
  })
    .option('--subject <kind/id>', 'the ledger of one guest, host, group or job instead')
    .action((options: { subject?: string; json: boolean }) => verifyAudit(context, options));
  withFilter(
    addCommand(audit, {
      name: 'export',
      description:
        'Every entry that fits as CSV, or with --json as one document that can be verified elsewhere.',
      examples: ['audit export > audit.csv', 'audit export --since 2026-01-01T00:00:00Z --json > audit.json'],
    }),
  )
    .addOption(new Option('--csv', 'as CSV, which is the default').default(false).conflicts('json'))
    .action((options: AuditFilter & { json: boolean }) => exportAudit(context, options));
}

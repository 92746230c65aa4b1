import type { Command } from 'commander';
import { stringify } from 'yaml';
import type { PartnerPolicy } from '../../../shared/domain/partner-policy';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { fitTable } from '../fit-table';

/** `gatehouse partner list | show`. Whoever adds to `partner` finds the command by its name. */
export function addPartnerCommands(program: Command, context: CliContext): Command {
  const partner = program.command('partner').description('Partners and their policies.');
  addCommand(partner, {
    name: 'list',
    description: 'Every partner, with its mode and who of its guests is entitled.',
    examples: ['partner list', 'partner list --json | jq -r ".[].partner"'],
  }).action(async ({ json }: { json: boolean }) => {
    const { partners } = await context.api().get<{ partners: PartnerPolicy[] }>('partners');
    context.print(json ? jsonText(partners) : listText(partners, context.width));
    context.exitWith(EXIT.well);
  });
  addCommand(partner, {
    name: 'show <name>',
    description: 'The stored policy of a partner, as a policy file is written (YAML).',
    examples: ['partner show contoso', 'partner show contoso > contoso.yaml'],
  }).action(async (name: string, { json }: { json: boolean }) => {
    const policy = await context.api().get<PartnerPolicy>(`partners/${encodeURIComponent(name)}`);
    context.print(json ? jsonText(policy) : stringify(policy).trimEnd());
    context.exitWith(EXIT.well);
  });
  return partner;
}

function listText(partners: readonly PartnerPolicy[], width: number): string {
  if (partners.length === 0) return 'No partner has a policy yet.';
  const rows = partners.map(({ partner, mode, admitWhen, desktops, domains }) => [
    partner,
    mode.kind === 'pilot' ? `pilot (${mode.guests.length})` : mode.kind,
    admitWhen.rule,
    [...new Set(desktops.map(({ kind }) => kind))].join('\n'),
    domains.join('\n'),
  ]);
  return fitTable(['partner', 'mode', 'admits', 'desktops', 'domains'], rows, width);
}

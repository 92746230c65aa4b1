import type { Command } from 'commander';
import { addCommand } from '../add-command';
import type { CliContext } from '../cli-context';
import { readStoredPolicy } from '../policy-file/read-stored-policy';
import { readPolicyFile } from '../policy-file/read-policy-file';
import { groupsOf } from '../../../shared/domain/partner-policy-file';
import { checkSections, portsOf, prepareSections, type ConnectionOptions } from './carry-out';
import { withConnectionOptions } from './connection-options';
import { partnerSections } from './partner-sections';
import type { OperatorPorts } from './operator-ports';
import { storedPolicySection } from './stored-policy-section';
import type { Section } from './section';

interface PartnerOptions extends ConnectionOptions {
  file: string;
  removeOrphans: boolean;
}

/** `gatehouse partner check | prepare`: what a partner needs once, looked at and made with the operator's own sign-in. */
export function addPartnerPrepareCommands(partner: Command, context: CliContext): void {
  const check = addCommand(partner, {
    name: 'check',
    description:
      'Shows whether the partner’s guests could come: what is missing, why it matters, what to do.',
    examples: ['partner check -f contoso.yaml', 'partner check -f contoso.yaml --json | jq .steps'],
  });
  withPartnerOptions(check, context.env).action(async (options: PartnerOptions) => {
    const { sections } = await preparation(context, options);
    await checkSections(context, sections, options.json);
  });
  const prepare = addCommand(partner, {
    name: 'prepare',
    description:
      'Shows the plan, asks, makes groups, roles, assignments and trust, reads them back, stores the policy.',
    examples: ['partner prepare -f contoso.yaml', 'partner prepare -f contoso.yaml --yes'],
  }).option('--yes', 'do not ask', false);
  withPartnerOptions(prepare, context.env).action(async (options: PartnerOptions & { yes: boolean }) => {
    const { sections, ports } = await preparation(context, options);
    await prepareSections(context, sections, ports, options);
  });
}

function withPartnerOptions(command: Command, env: NodeJS.ProcessEnv): Command {
  return withConnectionOptions(
    command
      .requiredOption('-f, --file <path>', 'the partner’s policy file (YAML)')
      .option('--remove-orphans', 'take away role assignments whose holder is gone for good', false),
    env,
  );
}

async function preparation(
  context: CliContext,
  options: PartnerOptions,
): Promise<{ sections: Section[]; ports: OperatorPorts }> {
  const file = readPolicyFile(options.file);
  const api = context.api();
  const stored = await readStoredPolicy(api, file.partner);
  const ports = portsOf(context, options);
  const { sections, found } = partnerSections(ports, file, groupsOf(stored?.value), {
    mayRemoveOrphans: options.removeOrphans,
  });
  return { sections: [...sections, storedPolicySection(api, file, found)], ports };
}

import { InvalidArgumentError, Option, type Command } from 'commander';
import { groupId } from '../../../shared/domain/ids';
import type { ProfileKind } from '../../../shared/domain/partner-policy';
import { addCommand } from '../add-command';
import type { CliContext } from '../cli-context';
import { guidOption } from '../permissions/guid-option';
import { checkSections, portsOf, prepareSections, type ConnectionOptions } from './carry-out';
import { withConnectionOptions } from './connection-options';
import { tenantSections, type TenantWish } from './tenant-sections';

interface TenantOptions extends ConnectionOptions {
  onboard: boolean;
  profiles: ProfileKind[];
  enableProfile: ProfileKind[];
  narrowProfile: ProfileKind[];
  enforceConditionalAccess: boolean;
  blockedGroup?: string;
  breakGlassGroup: string[];
  breakGlassUser: string[];
}

const KINDS: readonly ProfileKind[] = ['m365', 'internet', 'private'];

/** `gatehouse tenant check | prepare`: what a tenant needs once, looked at and made with the operator's own sign-in. */
export function addTenantCommands(program: Command, context: CliContext): void {
  const tenant = program
    .command('tenant')
    .description('What the tenant needs once: looked at and made by you, with your own sign-in.');
  const check = addCommand(tenant, {
    name: 'check',
    description: 'Shows what is missing, why it matters, and what prepare would change. Changes nothing.',
    examples: ['tenant check', 'tenant check --onboard --enable-profile internet,private'],
  });
  withTenantOptions(check, context.env).action(async (options: TenantOptions) => {
    await checkSections(context, tenantSections(portsOf(context, options), wishOf(options)), options.json);
  });
  const prepare = addCommand(tenant, {
    name: 'prepare',
    description:
      'Shows the plan, asks, makes it, and reads it back. Tenant-wide steps want a flag of their own each.',
    examples: [
      'tenant prepare --onboard --enable-profile internet,private --break-glass-group 6f3c…',
      'tenant prepare --enforce-conditional-access',
    ],
  }).option('--yes', 'do not ask', false);
  withTenantOptions(prepare, context.env).action(async (options: TenantOptions & { yes: boolean }) => {
    const ports = portsOf(context, options);
    await prepareSections(context, tenantSections(ports, wishOf(options)), ports, options);
  });
}

function withTenantOptions(command: Command, env: NodeJS.ProcessEnv): Command {
  return withConnectionOptions(command, env)
    .option('--onboard', 'onboard the tenant to Global Secure Access (tenant-wide, licences)', false)
    .addOption(
      new Option('--profiles <kinds>', 'traffic profiles you use')
        .argParser(kindsOf)
        .default(['internet', 'private'], 'internet,private'),
    )
    .addOption(
      new Option('--enable-profile <kinds>', 'switch these on (tenant-wide)')
        .argParser(kindsOf)
        .default([], 'none'),
    )
    .addOption(
      new Option('--narrow-profile <kinds>', 'take these from "all users" (tenant-wide)')
        .argParser(kindsOf)
        .default([], 'none'),
    )
    .option('--enforce-conditional-access', 'switch the block policy on, not only reporting', false)
    .addOption(guidOption('--blocked-group <id>', 'the blocked group, where it has another name'))
    .addOption(idsOption('--break-glass-group <id>', 'group never kept out; may be repeated'))
    .addOption(idsOption('--break-glass-user <id>', 'user never kept out; may be repeated'));
}

function wishOf(options: TenantOptions): TenantWish {
  return {
    mayOnboard: options.onboard,
    profiles: [...new Set([...options.profiles, ...options.enableProfile, ...options.narrowProfile])],
    enable: options.enableProfile,
    narrow: options.narrowProfile,
    blockedGroup: options.blockedGroup === undefined ? null : groupId(options.blockedGroup),
    breakGlass: { groups: options.breakGlassGroup, users: options.breakGlassUser },
    mayEnforceBlock: options.enforceConditionalAccess,
  };
}

function kindsOf(text: string): ProfileKind[] {
  return text.split(',').map((name) => {
    const kind = KINDS.find((one) => one === name.trim());
    if (kind === undefined) throw new InvalidArgumentError(`There are: ${KINDS.join(', ')}.`);
    return kind;
  });
}

function idsOption(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((text: string, before: string[]) => {
      try {
        return [...before, groupId(text)];
      } catch {
        // Not a GUID: said in the program's own words.
        throw new InvalidArgumentError('It must be an object id (a GUID).');
      }
    })
    .default([], 'none');
}

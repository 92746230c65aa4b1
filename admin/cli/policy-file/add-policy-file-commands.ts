import type { Command } from 'commander';
import { modeCommand } from '../../../shared/domain/mode-change';
import type { PartnerPolicy } from '../../../shared/domain/partner-policy';
import { completePolicy, groupsOf } from '../../../shared/domain/partner-policy-file';
import type { Versioned } from '../../api-client';
import { ApiError } from '../../api-error';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import type { PolicyDiffAnswer } from './policy-diff-answer';
import { policyDiffText } from './policy-diff-text';
import { readPolicyFile } from './read-policy-file';
import { readStoredPolicy } from './read-stored-policy';

interface FileOptions {
  file: string;
  json: boolean;
}

interface ApplyOptions extends FileOptions {
  yes: boolean;
  reason?: string;
  ticket?: string;
  hash?: string;
}

/** `gatehouse partner diff | apply`: a policy file against the stored policy, by the admin API. */
export function addPolicyFileCommands(partner: Command, context: CliContext): void {
  const fileOption = ['-f, --file <path>', 'the partner’s policy file (YAML)'] as const;
  addCommand(partner, {
    name: 'diff [name]',
    description:
      'Which real guests would gain or lose what, were the file applied; what of it is true already, would be added, is unexplained. Without a file: how the tenant stands against the stored policy. Changes nothing.',
    examples: [
      'partner diff contoso',
      'partner diff -f contoso.yaml',
      'partner diff -f contoso.yaml --json | jq .changes',
    ],
  })
    .option(...fileOption)
    .action(async (name: string | undefined, { file, json }: { file?: string; json: boolean }) => {
      const answer = await diffOf(context, name, file);
      context.print(json ? jsonText(answer) : policyDiffText(answer, context));
      context.exitWith(isWell(answer) ? EXIT.well : EXIT.notWell);
    });
  addCommand(partner, {
    name: 'apply',
    description: 'Shows what the file would change for guests, asks, and stores the policy.',
    examples: [
      'partner apply -f contoso.yaml --reason "Desktops for the new project" --ticket CHG-1042',
      'partner apply -f contoso.yaml --yes',
      'partner apply -f contoso.yaml --hash 3f0c...',
    ],
  })
    .requiredOption(...fileOption)
    .option('--yes', 'do not ask', false)
    .option('--reason <text>', 'why; kept in the audit')
    .option('--ticket <number>', 'number in your ticket system')
    .option('--hash <hash>', 'what partner mode showed; needed where the file changes mode or enrol')
    .action((options: ApplyOptions) => apply(context, options));
}

async function apply(context: CliContext, options: ApplyOptions): Promise<void> {
  const { file, json, yes } = options;
  const { answer, policy, stored } = await compared(context, file);
  if (!json) context.print(policyDiffText(answer, context));
  refuseUnlooked(options, { answer, policy, stored });
  const isAgreed = yes || (await context.confirm('\nStore this policy?'));
  if (isAgreed === undefined)
    throw new ApiError('Nothing was stored: nobody is there to be asked. Say --yes to store it.');
  if (!isAgreed) {
    context.print('Nothing was stored.');
    context.exitWith(EXIT.refused);
    return;
  }
  await context.api().put(`partners/${policy.partner}`, policy, stored?.etag ?? null, headersOf(options));
  context.print(
    json ? jsonText({ ...answer, isStored: true }) : `\nStored: the policy of ${policy.partner}.`,
  );
  context.exitWith(EXIT.well);
}

/** What has to be mended, or looked at, before the file can be stored. Throws ApiError. */
function refuseUnlooked({ file, hash }: ApplyOptions, { answer, policy, stored }: Compared): void {
  const unseen = hash === undefined && stored ? modeCommand(stored.value, policy) : undefined;
  if (unseen !== undefined) {
    throw new ApiError(
      `Nothing was stored: ${file} changes how far Gatehouse may go for ${policy.partner}. Look at the difference with "${unseen}", then apply the file with the --hash it prints.`,
    );
  }
  if (!isWell(answer)) {
    throw new ApiError(
      'Nothing was stored: guests cannot be let in by a group that the policy names (see above). Name another group, or mend this one.',
    );
  }
}

/** What the audit is told of it, and that the mode's difference was seen. */
function headersOf({ reason, ticket, hash }: ApplyOptions): Record<string, string> {
  return {
    ...(reason !== undefined && { 'gatehouse-reason': encodeURIComponent(reason) }),
    ...(ticket !== undefined && { 'gatehouse-ticket': ticket }),
    ...(hash !== undefined && { 'gatehouse-mode-hash': hash }),
  };
}

async function diffOf(
  context: CliContext,
  name: string | undefined,
  file: string | undefined,
): Promise<PolicyDiffAnswer> {
  if (file !== undefined) return (await compared(context, file)).answer;
  if (name === undefined) throw new ApiError('Name the partner, or a policy file with -f.');
  const path = `partners/${encodeURIComponent(name)}`;
  const stored = await context.api().get<PartnerPolicy>(path);
  return context.api().post<PolicyDiffAnswer>(`${path}/diff`, stored);
}

const isWell = ({ groups }: PolicyDiffAnswer): boolean => groups.every(({ trouble }) => trouble === null);

interface Compared {
  answer: PolicyDiffAnswer;
  policy: PartnerPolicy;
  stored: Versioned<PartnerPolicy> | undefined;
}

async function compared(context: CliContext, path: string): Promise<Compared> {
  const file = readPolicyFile(path);
  const api = context.api();
  const stored = await readStoredPolicy(api, file.partner);
  const policy = completePolicy(file, groupsOf(stored?.value));
  if (policy === undefined) {
    throw new ApiError(
      `${path} names no access group or no Cloud PC group, and none is stored for ${file.partner}: gatehouse partner prepare -f ${path} makes them and stores the policy`,
    );
  }
  return {
    answer: await api.post<PolicyDiffAnswer>(`partners/${file.partner}/diff`, policy),
    policy,
    stored,
  };
}

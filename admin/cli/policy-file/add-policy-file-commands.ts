import type { Command } from 'commander';
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

/** `gatehouse partner diff | apply`: a policy file against the stored policy, by the admin API. */
export function addPolicyFileCommands(partner: Command, context: CliContext): void {
  const fileOption = ['-f, --file <path>', 'the partner’s policy file (YAML)'] as const;
  addCommand(partner, {
    name: 'diff',
    description: 'Which real guests would gain or lose what, were the file applied. Changes nothing.',
    examples: ['partner diff -f contoso.yaml', 'partner diff -f contoso.yaml --json | jq .changes'],
  })
    .requiredOption(...fileOption)
    .action(async ({ file, json }: FileOptions) => {
      const { answer } = await compared(context, file);
      context.print(json ? jsonText(answer) : policyDiffText(answer, context));
      context.exitWith(isWell(answer) ? EXIT.well : EXIT.notWell);
    });
  addCommand(partner, {
    name: 'apply',
    description: 'Shows what the file would change for guests, asks, and stores the policy.',
    examples: ['partner apply -f contoso.yaml', 'partner apply -f contoso.yaml --yes'],
  })
    .requiredOption(...fileOption)
    .option('--yes', 'do not ask', false)
    .action((options: FileOptions & { yes: boolean }) => apply(context, options));
}

async function apply(
  context: CliContext,
  { file, json, yes }: FileOptions & { yes: boolean },
): Promise<void> {
  const { answer, policy, stored } = await compared(context, file);
  if (!json) context.print(policyDiffText(answer, context));
  if (!isWell(answer)) {
    throw new ApiError(
      'Nothing was stored: guests cannot be let in by a group that the policy names (see above). Name another group, or mend this one.',
    );
  }
  const isAgreed = yes || (await context.confirm('\nStore this policy?'));
  if (isAgreed === undefined)
    throw new ApiError('Nothing was stored: nobody is there to be asked. Say --yes to store it.');
  if (!isAgreed) {
    context.print('Nothing was stored.');
    context.exitWith(EXIT.refused);
    return;
  }
  await context.api().put(`partners/${policy.partner}`, policy, stored?.etag ?? null);
  context.print(
    json ? jsonText({ ...answer, isStored: true }) : `\nStored: the policy of ${policy.partner}.`,
  );
  context.exitWith(EXIT.well);
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

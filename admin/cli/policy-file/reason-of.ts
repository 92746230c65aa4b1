import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { partnerPolicyFileSchema } from '../../../shared/domain/partner-policy-file';

interface Reason {
  path: PropertyKey[];
  problem: string;
}

type Issue = z.core.$ZodIssue;

/** What is wrong, in words for whoever wrote the file; several reasons where several fields are unknown. */
export function reasonOf(issue: Issue): Reason[] {
  const path = [...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      problem: `there is no field of this name${hint(key)}`,
    }));
  }
  return [{ path, problem: textOf(issue) }];
}

function textOf(issue: Issue): string {
  if (issue.input === undefined) return 'is missing; it has no default';
  if (issue.code === 'invalid_union') return unionText(issue);
  return issue.message.replace(/^Invalid input: /, '');
}

function unionText(issue: Issue & { code: 'invalid_union' }): string {
  const { discriminator } = issue;
  const told =
    typeof discriminator === 'string'
      ? `: its "${discriminator}" is missing or not one of those there are`
      : '';
  return `is none of the forms there are${told}`;
}

/** The known field that a mistyped one most resembles. */
function hint(key: string): string {
  const known = Object.keys(partnerPolicyFileSchema.shape);
  const [nearest] = known
    .map((name) => ({ name, steps: distance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  return nearest !== undefined && nearest.steps <= 3 ? `; is it ${nearest.name}?` : '';
}

import type { CliContext } from '../cli-context';
import { jsonText } from '../add-command';
import { EXIT } from '../exit-codes';
import { whyBody, type Why } from '../offboarding/add-cut-commands';
import { wrapped } from '../wrapped';
import { findGuest } from './find-guest';

interface Answer {
  outcome: 'erased' | 'already';
  pseudonym: string | null;
}

/** `gatehouse guest erase`: asks first where somebody sits there, since nothing brings a guest back. */
export async function eraseGuest(
  context: CliContext,
  who: string,
  options: Why & { yes: boolean },
): Promise<void> {
  const api = context.api();
  const id = await findGuest(api, who);
  if (!options.yes && (await context.confirm(`Forget guest ${id} for good?`)) !== true) {
    context.print('Nothing was done. Say --yes where nobody can be asked.');
    context.exitWith(EXIT.refused);
    return;
  }
  const answer = await api.post<Answer>(`guests/${id}/erase`, whyBody(options));
  context.print(options.json ? jsonText(answer) : wrapped(textOf(answer), context.width));
  context.exitWith(EXIT.well);
}

const textOf = ({ outcome, pseudonym }: Answer): string =>
  outcome === 'already'
    ? 'Nothing is held about a guest of this id.'
    : `Erased. In the audit the guest was ${pseudonym ?? '?'}, which leads nowhere now. See docs/personal-data.md for what stays, and for how long.`;

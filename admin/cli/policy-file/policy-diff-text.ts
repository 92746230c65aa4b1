import type { CliContext } from '../cli-context';
import { wrapped } from '../wrapped';
import type { PolicyDiffAnswer } from './policy-diff-answer';

const INDENT = '    ';

/** Who would gain or lose what; guests to whom the same happens stand together. */
export function policyDiffText(
  { isNew, mode, guests, changes, groups, standing }: PolicyDiffAnswer,
  { width, colours }: Pick<CliContext, 'width' | 'colours'>,
): string {
  const say = (text: string) => INDENT + wrapped(text, width, INDENT);
  const blocks = alike(changes).flatMap((same) => {
    const [{ before, after, gains, loses } = NOBODY] = same;
    return [
      `${same.length === 1 ? '1 guest' : `${same.length} guests`}: ${before} -> ${after}`,
      ...loses.map((one) => colours.red(say(`- ${one}`))),
      ...gains.map((one) => colours.green(say(`+ ${one}`))),
      say(same.map(({ guest }) => guest).join(' ')),
      '',
    ];
  });
  const trouble = groups.flatMap(({ role, group, trouble: why }) =>
    why === null ? [] : [colours.yellow(wrapped(`${role} ${group}: ${why}`, width, INDENT))],
  );
  const modeText = mode.before === mode.after ? '' : ` Mode: ${mode.before ?? 'none'} -> ${mode.after}.`;
  return [
    ...blocks,
    ...trouble,
    ...standingLines(standing, width),
    wrapped(`${countText({ isNew, changes, guests })}${modeText}`, width),
  ].join('\n');
}

type Change = PolicyDiffAnswer['changes'][number];

/** Changes of the same kind together. */
function alike(changes: readonly Change[]): Change[][] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const { before, after, gains, loses } = change;
    const key = JSON.stringify([before, after, gains, loses]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()];
}

const NOBODY = { before: '', after: '', gains: [], loses: [] };

/** How many are concerned, in a sentence. */
export function countText({
  isNew,
  changes,
  guests,
}: Pick<PolicyDiffAnswer, 'isNew' | 'changes' | 'guests'>): string {
  const losing = changes.filter(({ loses }) => loses.length > 0).length;
  const gaining = changes.filter(({ gains }) => gains.length > 0).length;
  const against = isNew ? 'no policy was stored before' : 'against the stored policy';
  return `${guests} guests of the partner; ${gaining} would gain something, ${losing} would lose something (${against}).`;
}

/** Ids shown of a long list; --json has them all. */
const MOST_IDS = 40;

/** How the tenant stands against the policy: nothing is ever told to go. */
function standingLines(
  { guests, unexplained, adopted }: PolicyDiffAnswer['standing'],
  width: number,
): string[] {
  const isTrue = guests.filter(({ wouldAdd }) => wouldAdd.length === 0).length;
  const added = new Map<string, number>();
  for (const text of guests.flatMap(({ wouldAdd }) => wouldAdd)) added.set(text, (added.get(text) ?? 0) + 1);
  const ids = unexplained.map(({ id }) => id);
  const more = ids.length > MOST_IDS ? ` and ${ids.length - MOST_IDS} more` : '';
  return [
    `Of ${guests.length} guest(s) with a reason ${isTrue} have everything already; ${adopted} have something adopted.`,
    ...[...added].map(([text, count]) => `${INDENT}would add: ${text}, for ${count} guest(s)`),
    ...(ids.length === 0
      ? []
      : [
          `${ids.length} member(s) are unexplained and kept (${unexplained.filter(({ isAdopted }) => isAdopted).length} adopted):`,
          INDENT + ids.slice(0, MOST_IDS).join(' ') + more,
        ]),
  ].map((line) => wrapped(line, width, INDENT));
}

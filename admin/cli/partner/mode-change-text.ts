import type { ModeChange, Reach } from '../../../shared/domain/mode-change';
import { fitTable } from '../fit-table';
import { wrapped } from '../wrapped';

/** Lines shown of a long difference; --json has them all. */
const MOST_LINES = 40;

/** A step of a partner's rollout for a person: what it changes, and what to type next. */
export function modeChangeText(name: string, change: ModeChange & { waves?: number }, width: number): string {
  const { from, to, guests, unchanged, waves } = change;
  const starts = guests.filter(({ after }) => after === null).length;
  const stops = guests.filter(({ before }) => before === null).length;
  const head = `${name}: from ${reachText(from)} to ${reachText(to)}`;
  const sum = `${starts} guest(s) may be written for then, ${stops} not any more; ${unchanged} stay as they are.`;
  const rows = guests
    .slice(0, MOST_LINES)
    .map(({ id, state, before, after }) => [id, state, before ?? 'written', after ?? 'written']);
  const table = rows.length === 0 ? [] : [fitTable(['guest', 'state', 'now', 'then'], rows, width)];
  const more = guests.length > MOST_LINES ? [`... and ${guests.length - MOST_LINES} more (--json)`] : [];
  const next =
    waves === undefined
      ? `Nothing was changed. To take this step, repeat the command with --reason and\n  --hash ${change.hash}`
      : `Done; the guests are looked at in ${waves} wave(s). The way back:\n  ${wayBack(name, from)}`;
  return [head, wrapped(sum, width), ...table, ...more, next].join('\n');
}

function reachText({ mode, enrol }: Reach): string {
  const of = mode.kind === 'pilot' ? `pilot (${mode.guests.length})` : mode.kind;
  const listed = enrol.rule === 'listed' ? ` (${enrol.guests.length})` : '';
  return `${of}, enrol ${enrol.rule}${listed}`;
}

function wayBack(name: string, { mode, enrol }: Reach): string {
  const guests = mode.kind === 'pilot' ? ` --guests ${mode.guests.join(',')}` : '';
  const listed = enrol.rule === 'listed' ? ` --enrol-guests ${enrol.guests.join(',')}` : '';
  return `gatehouse partner mode ${name} ${mode.kind}${guests} --enrol ${enrol.rule}${listed}`;
}

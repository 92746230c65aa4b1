import { textTable } from './text-table';
import { wrapped } from './wrapped';

/** Below this a column is not made narrower. */
const LEAST = 6;

/**
 * A table no wider than `width`: each column as wide as its text; where that is too much the widest is made narrower
 * first, as long as its words stay whole, and text is wrapped. Only where nothing else helps words are cut.
 */
export function fitTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const cells = [heads, ...rows];
  const widest = (at: number, parts: RegExp) =>
    Math.max(...cells.flatMap((row) => (row[at] ?? '').split(parts)).map(({ length }) => length));
  const whole = heads.map((_head, at) => Math.max(LEAST, widest(at, /\s+/)));
  const room = width - heads.length;
  const wanted = heads.map((_head, at) => widest(at, /\n/));
  const widths = narrowed(
    narrowed(wanted, whole, room),
    heads.map(() => LEAST),
    room,
  );
  const cut = rows.map((row) =>
    row.map((text, at) =>
      text
        .split('\n')
        .map((line) => wrapped(line, widths[at] ?? LEAST))
        .join('\n'),
    ),
  );
  return textTable(heads, widths, cut);
}

/** The widest is made narrower, a column at a time, until all fit or none may. */
function narrowed(widths: readonly number[], least: readonly number[], room: number): number[] {
  const now = [...widths];
  for (let over = now.reduce((all, one) => all + one, 0) - room; over > 0; over -= 1) {
    const slack = now.map((one, at) => (one > (least[at] ?? LEAST) ? one : 0));
    const at = slack.indexOf(Math.max(...slack));
    if (slack[at] === 0) return now;
    now[at] = (now[at] ?? 0) - 1;
  }
  return now;
}

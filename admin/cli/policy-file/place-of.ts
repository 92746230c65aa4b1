import {
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Document,
  type LineCounter,
  type Node,
} from 'yaml';

/** Where in a file; both count from 1. */
export interface Place {
  line: number;
  column: number;
}

/**
 * Where a field stands: its key, or its value in a list. What is not there is shown at whatever holds it: the nearest
 * that is.
 */
export function placeOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): Place {
  let node: unknown = document.contents;
  let at = offsetOf(node) ?? 0;
  for (const step of path) {
    const key = keyNode(node, step);
    const next: unknown = isCollection(node) ? node.get(step, true) : undefined;
    if (key === undefined && next === undefined) break;
    at = offsetOf(key) ?? offsetOf(next) ?? at;
    node = next;
  }
  const { line, col } = lines.linePos(at);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function keyNode(node: unknown, step: PropertyKey): Node | undefined {
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
  return isNode(pair?.key) ? pair.key : undefined;
}

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

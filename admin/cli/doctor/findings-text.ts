import { wrapped } from '../wrapped';
import type { Finding } from './finding';

const MARKS = { ok: 'ok ', problem: 'NO ', unknown: '?? ' } as const;
const INDENT = '    ';

/** What each look found, what mends it below; the verdict over all at the end. */
export function findingsText(findings: readonly Finding[], width: number): string {
  const lines = findings.flatMap(({ check, verdict, observed, fix }) => [
    wrapped(`${MARKS[verdict]} ${check}: ${observed}`, width, INDENT),
    ...(fix === null ? [] : [wrapped(`${INDENT}mend it: ${fix}`, width, INDENT)]),
  ]);
  const count = (wanted: Finding['verdict']) => findings.filter(({ verdict }) => verdict === wanted).length;
  const verdict = `${count('ok')} well, ${count('problem')} wrong, ${count('unknown')} not looked at.`;
  return [...lines, '', verdict].join('\n');
}

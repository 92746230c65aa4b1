import type { GraphIdentity, GrantStage, GraphPermission } from '../../shared/domain/graph-permission';
import { GRAPH_PERMISSIONS } from '../../shared/domain/graph-permissions';

const NONE = 'None.';

/** Whose permissions of which stage stand between which marks of docs/permissions.md. */
export const PERMISSION_PAGES: readonly {
  mark: string;
  identity: GraphIdentity;
  stage: GrantStage;
  isForOneMailbox?: true;
}[] = [
  { mark: 'runtime-observe', identity: 'runtime', stage: 'observe' },
  { mark: 'runtime-writes', identity: 'runtime', stage: 'writes' },
  { mark: 'runtime-mailbox', identity: 'runtime', stage: 'writes', isForOneMailbox: true },
  { mark: 'offboarding-observe', identity: 'offboarding', stage: 'observe' },
  { mark: 'offboarding-writes', identity: 'offboarding', stage: 'writes' },
  { mark: 'operator-observe', identity: 'operator', stage: 'observe' },
  { mark: 'operator-writes', identity: 'operator', stage: 'writes' },
];

/** `text` with what stands between the marks made anew from the table; throws where a mark is missing. */
export function withPermissions(text: string): string {
  return PERMISSION_PAGES.reduce((page, { mark, identity, stage, isForOneMailbox }) => {
    const begin = `<!-- begin ${mark} (npm run docs) -->\n`;
    const end = `<!-- end ${mark} -->`;
    const [from, to] = [page.indexOf(begin), page.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/permissions.md has no marks "begin ${mark}" and "end"`);
    const rows = GRAPH_PERMISSIONS.filter(
      (row) => row.identity === identity && row.stage === stage && row.isForOneMailbox === isForOneMailbox,
    );
    return `${page.slice(0, from + begin.length)}\n${entries(rows)}\n\n${page.slice(to)}`;
  }, text);
}

const entries = (rows: readonly GraphPermission[]): string =>
  rows.length === 0 ? NONE : rows.map(entry).join('\n\n');

function entry({ permission, why, abuse, without, calls }: GraphPermission): string {
  const quoted = calls.map((call) => `\`${call}\``).join(', ');
  return [
    `**\`${permission}\`**: ${why}`,
    '',
    `- At worst, in wrong hands: ${abuse}`,
    `- Without it: ${without}`,
    `- Calls: ${quoted}`,
  ].join('\n');
}

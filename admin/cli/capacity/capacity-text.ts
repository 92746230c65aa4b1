import type { CapacityView } from '../../../shared/domain/admin-api/capacity-view';
import type { CliContext } from '../cli-context';
import { fitTable } from '../fit-table';
import { wrapped } from '../wrapped';

type Look = Pick<CliContext, 'width' | 'colours'>;

/** Capacity for a person: what runs out first and what to do about it, then what there is. */
export function capacityText(view: CapacityView, look: Look): string {
  if (view.partners.length === 0) return 'No partner has a policy yet: nobody draws on anything.';
  const parts = [
    ...view.partners.map(
      ({ partner, invited, waiting }) => `${partner}: ${invited} invited, ${waiting} waiting for a desktop`,
    ),
    '',
    limitsText(view, look.width),
    ...adviceLines(view, look),
    ...section('Session hosts', poolsText(view, look.width)),
    ...section('Cloud PCs', cloudPcsText(view, look.width)),
    ...section('Groups', groupsText(view, look.width)),
    ...view.unread.map(({ source, why }) => wrapped(`NOT READ ${source}: ${why}`, look.width, '  ')),
  ];
  return parts.join('\n').trimEnd();
}

function limitsText({ limits }: CapacityView, width: number): string {
  const rows = limits.map(({ resource, name, partners, free, needed, rivals, left, verdict }) => [
    verdict === 'short' ? 'SHORT' : verdict,
    `${resource} ${name}`,
    partners.join(', '),
    counted(free),
    String(needed + rivals),
    counted(left),
  ]);
  return fitTable(['verdict', 'what', 'for', 'free', 'needed', 'left'], rows, width);
}

const counted = (figure: number | null): string => (figure === null ? '?' : String(figure));

function adviceLines({ limits }: CapacityView, { width, colours }: Look): string[] {
  const wrong = limits.filter(
    ({ verdict, needed }) => verdict === 'short' || (verdict === 'unknown' && needed > 0),
  );
  const [first] = limits;
  if (wrong.length > 0)
    return [
      '',
      ...wrong.map(({ partners, observed, fix }) =>
        wrapped(`${colours.bold(partners.join(', '))}: ${observed}. ${fix ?? ''}`, width, '  '),
      ),
    ];
  if (first?.left == null) return [];
  return [
    '',
    wrapped(`Enough for all of them. First to run out: ${first.resource} ${first.name}.`, width, '  '),
  ];
}

const section = (head: string, table: string): string[] => (table === '' ? [] : ['', head, table]);

function poolsText({ pools }: CapacityView, width: number): string {
  if (pools.length === 0) return '';
  const rows = pools.map(({ id, partners, clean, dirty, leased, unhealthy }) => [
    id.split('/').at(-1) ?? id,
    partners.join(', '),
    ...[clean, dirty, leased, unhealthy].map(String),
  ]);
  return fitTable(['pool', 'for', 'clean', 'dirty', 'leased', 'unhealthy'], rows, width);
}

function cloudPcsText({ cloudPcs }: CapacityView, width: number): string {
  if (cloudPcs.length === 0) return '';
  const rows = cloudPcs.map(({ provisioningPolicy, total, byStatus }) => [
    provisioningPolicy ?? '(not told)',
    String(total),
    Object.entries(byStatus)
      .map(([status, count]) => `${count} ${status}`)
      .join(', '),
  ]);
  return fitTable(['provisioning policy', 'total', 'of which'], rows, width);
}

function groupsText({ groups }: CapacityView, width: number): string {
  if (groups.length === 0) return '';
  const rows = groups.map(({ group, partner, use, members, nested }) => [
    group,
    partner,
    use,
    String(members),
    String(nested),
  ]);
  return fitTable(['group', 'for', 'use', 'members', 'nested'], rows, width);
}

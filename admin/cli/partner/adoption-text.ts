import type { AdoptionChange } from '../../../shared/domain/adoption/adoption-change';
import { fitTable } from '../fit-table';
import { wrapped } from '../wrapped';

/** Lines shown of a long list; --json has them all. */
const MOST_LINES = 40;

/** A step of an adoption for a person: what it writes down, what it leaves, and what to type next. */
export function adoptionText(change: AdoptionChange & { busy?: string[] }, width: number): string {
  const { partner, step, group } = change;
  const head = `${partner}: ${WORDS[step]}${group === null ? '' : ` group ${group}`}`;
  const lines = [sumOf(change), ...roleLines(change), ...nestedLines(change)];
  return [
    head,
    ...lines.map((line) => wrapped(line, width)),
    ...guestTable(change, width),
    ...leftTable(change, width),
    nextLines(change, width),
  ].join('\n');
}

const WORDS = {
  adopt: 'adopt',
  'take-ownership': 'take ownership of what was adopted by',
  undo: 'forget what was adopted by',
} as const;

function sumOf({ guests, left, step }: AdoptionChange): string {
  const open = guests.filter(({ isDone }) => !isDone);
  const hosts = open.reduce((sum, one) => sum + one.hosts.length, 0);
  const counts = `${open.length} guest(s) change, with ${hosts} host(s); ${guests.length - open.length} are so already; ${left.length} member(s) or host(s) are left alone.`;
  if (step !== 'adopt') return counts;
  const unexplained = guests.filter(({ reason }) => reason === 'unexplained').length;
  return `${counts} Of the guests ${unexplained} are unexplained: the policy gives no reason for them, and they are kept.`;
}

function roleLines({ step, roles }: AdoptionChange): string[] {
  if (step !== 'adopt') return [];
  if (roles === null) return ['Azure roles of the group: this service may not read them.'];
  return [
    `Azure roles of the group: ${roles.length}`,
    ...roles.map(({ scope, roleId }) => `  role ${roleId} at ${scope}`),
  ];
}

function nestedLines({ nestedOnly, others }: AdoptionChange): string[] {
  const nested =
    nestedOnly.length === 0
      ? []
      : [
          `${nestedOnly.length} user(s) are in it through another group only, which roles and licences do not reach; they are not adopted: ${nestedOnly.slice(0, MOST_LINES).join(' ')}`,
        ];
  return others === 0 ? nested : [...nested, `${others} direct member(s) are no users.`];
}

function guestTable({ guests }: AdoptionChange, width: number): string[] {
  if (guests.length === 0) return [];
  const rows = guests.slice(0, MOST_LINES).map((guest) => [guest.id, whatOf(guest)]);
  return [fitTable(['guest', 'reason, hosts'], rows, width), ...moreOf(guests.length)];
}

const whatOf = ({ reason, hosts, isDone }: AdoptionChange['guests'][number]): string =>
  [...(reason === null ? [] : [reason]), ...(isDone ? ['so already'] : []), ...hosts].join('\n');

function leftTable({ left }: AdoptionChange, width: number): string[] {
  if (left.length === 0) return [];
  const rows = left.slice(0, MOST_LINES).map(({ id, because }) => [id, because]);
  return [fitTable(['left alone', 'because'], rows, width), ...moreOf(left.length)];
}

const moreOf = (count: number): string[] =>
  count > MOST_LINES ? [`... and ${count - MOST_LINES} more (--json)`] : [];

function nextLines(change: AdoptionChange & { busy?: string[] }, width: number): string {
  const { busy, hash, step, partner, group } = change;
  if (busy === undefined)
    return `Nothing was written. To do it, repeat the command with --reason and\n  --hash ${hash}`;
  if (busy.length > 0)
    return wrapped(
      `A run is at work for ${busy.length} guest(s), which were left: ${busy.join(' ')}. Repeat the command in a minute.`,
      width,
    );
  if (step !== 'adopt') return 'Done.';
  return `Done. The way back:\n  gatehouse partner adopt ${partner} --undo --group ${group ?? ''}`;
}

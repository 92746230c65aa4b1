import { randomUUID } from 'node:crypto';
import { hintFor, MOST_SEEN, type Hint } from '../../shared/domain/hint';
import { isGuid } from '../../shared/domain/ids';
import type { Sighting } from '../../shared/domain/sighting';
import type { Notification } from './notification-collection';

/** How the items came, and when (ISO 8601). */
type Arrival = Pick<Sighting, 'by' | 'at'>;

/**
 * The hints of notification items: a user's change is a hint about the user; a group's, about each member that
 * joined or left. Several items about one guest in one delivery are one hint, which says what each of them said.
 */
export function notificationHints(items: readonly Notification[], arrival: Arrival): Hint[] {
  const hints = new Map<string, Hint>();
  for (const hint of items.flatMap((item) => hintsOf(item, arrival))) {
    const key = `${hint.id} ${hint.viaGroup ?? ''}`;
    const first = hints.get(key);
    const seen = [...(first?.seen ?? []), ...(hint.seen ?? [])].slice(0, MOST_SEEN);
    hints.set(key, { ...(first ?? hint), seen });
  }
  return [...hints.values()];
}

function hintsOf(item: Notification, arrival: Arrival): Hint[] {
  const [collection, id = ''] = (item.resource ?? '').toLowerCase().replace(/^\//, '').split('/');
  if (!isGuid(id)) return [];
  const seen = { ...arrival, ...numbering(item) };
  if (collection === 'users') return [userHint(item, id, seen)];
  return collection === 'groups' ? memberHints(item, id, seen) : [];
}

function userHint(item: Notification, id: string, seen: Omit<Sighting, 'fact'>): Hint {
  const fact = item.changeType?.toLowerCase() === 'deleted' ? 'deleted' : 'changed';
  return { ...guestHint(id), subscription: item.subscriptionId, seen: [{ ...seen, fact }] };
}

/** In notifications `@removed` is the word "deleted", in delta answers an object: either means the member left. */
function memberHints(item: Notification, group: string, seen: Omit<Sighting, 'fact'>): Hint[] {
  const members = item.resourceData?.['members@delta'] ?? [];
  return members
    .filter((member) => isGuid(member.id))
    .map((member): Hint => {
      const fact = member['@removed'] === undefined ? 'joined' : 'left';
      const about = { subscription: item.subscriptionId, viaGroup: group };
      return { ...guestHint(member.id), ...about, seen: [{ ...seen, fact, group }] };
    });
}

/** What would tell duplicates and order; each is left out where it is missing or unreadable. */
function numbering({ resourceData }: Notification): Pick<Sighting, 'eventAt' | 'sequence'> {
  const eventMs = Date.parse(resourceData?.eventTime ?? '');
  const sequence = resourceData?.sequenceNumber;
  // The sample of the Event Grid page shows 0: it numbers nothing (INFERRED).
  const isNumber = sequence !== undefined && sequence !== 0 && Number.isSafeInteger(sequence);
  return {
    ...(Number.isNaN(eventMs) ? {} : { eventAt: new Date(eventMs).toISOString() }),
    ...(isNumber ? { sequence } : {}),
  };
}

const guestHint = (id: string): Hint => hintFor({ kind: 'guest', id: id.toLowerCase() }, randomUUID());

import { collection } from '../core/store';

/** A change subscription as stored. */
export interface Subscription {
  id: string;
  /** As given: `users`, `/groups/{id}/members`. */
  resource: string;
  changeType: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string | null;
  clientState: string | null;
  latestSupportedTlsVersion: string;
  expirationDateTime: string;
  applicationId: string;
  creatorId: string;
  /** When the token behind the subscription runs out: delivery stops until it is authorized again. */
  tokenExpiresAtMs: number;
  reauthorizedAtMs: number;
  /** When the reauthorizationRequired notice for the present token went out; 0: not yet. */
  noticeSentAtMs: number;
}

export const subscriptions = collection<Subscription, 'app'>('subscriptions', {
  app: (subscription) => subscription.applicationId,
});

export interface WatchedResource {
  type: 'user' | 'group';
  /** One object only, or all of the type. */
  objectId?: string;
  /** Only changes of members. */
  membersOnly: boolean;
}

/** What a subscription's resource path watches; undefined when the simulation has no such resource. */
export function watchedBy(resource: string): WatchedResource | undefined {
  const path = resource.replace(/^\//, '').replace(/\/$/, '');
  const [, kind, objectId, members] = /^(users|groups)(?:\/([0-9a-f-]{36}))?(\/members)?$/i.exec(path) ?? [];
  if (kind === undefined) return undefined;
  const type = kind.toLowerCase() === 'users' ? 'user' : 'group';
  if (members !== undefined && (type === 'user' || objectId === undefined)) return undefined;
  return {
    type,
    membersOnly: members !== undefined,
    ...(objectId === undefined ? {} : { objectId: objectId.toLowerCase() }),
  };
}

/** The subscription's change types in the service's spelling. */
export function changeTypesOf(changeType: string): string[] {
  return changeType.split(',').map((part) => part.trim().toLowerCase());
}

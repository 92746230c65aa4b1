import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';

/** Kinds of things that scenarios and control calls know by name. */
export type NamedKind =
  | 'user'
  | 'group'
  | 'app'
  | 'partner'
  | 'device'
  | 'host-pool'
  | 'virtual-machine'
  | 'cloud-pc'
  | 'provisioning-policy'
  | 'forwarding-profile'
  | 'private-app'
  | 'mobile-app';

interface NamedObject {
  id: string;
  objectId: string;
}

const names = collection<NamedObject>('names');

/** Gives a scenario's name its object id: the one written down, else one fixed by the seed. */
export function nameObject(tenant: TenantContext, kind: NamedKind, name: string, id?: string): string {
  const objectId = id ?? tenant.ids.named(kind, name);
  tenant.store.in(names).put({ id: `${kind}/${name}`, objectId });
  return objectId;
}

/** The object id of a name; throws with the names that exist. */
export function objectIdOf(tenant: TenantContext, kind: NamedKind, name: string): string {
  const found = tenant.store.in(names).get(`${kind}/${name}`);
  if (found !== undefined) return found.objectId;
  const known = namesOf(tenant, kind).map((entry) => entry.name);
  throw new Error(`There is no ${kind} called '${name}'; known are: ${known.join(', ') || 'none'}`);
}

/** All names of a kind. */
export function namesOf(tenant: TenantContext, kind: NamedKind): { name: string; objectId: string }[] {
  const prefix = `${kind}/`;
  return tenant.store
    .in(names)
    .all()
    .filter((entry) => entry.id.startsWith(prefix))
    .map((entry) => ({ name: entry.id.slice(prefix.length), objectId: entry.objectId }));
}

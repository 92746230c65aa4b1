import { collection, type CollectionKey } from '../core/store';
import type { Stored } from '../core/collection';
import type { TenantContext } from '../core/tenant-context';

/** What readers still see of an object that was written less than the replication lag ago. */
interface Replica {
  /** `{collection}/{id}` */
  id: string;
  until: number;
  before: Stored | null;
}

const replicas = collection<Replica>('replicas');

/** The object as a read finds it now: an earlier version, or nothing, while the write is being replicated. */
export function visible<T extends Stored, I extends string>(
  tenant: TenantContext,
  key: CollectionKey<T, I>,
  id: string,
): T | undefined {
  const replica = liveReplica(tenant, key.name, id);
  // A replica holds what the same collection held before.
  if (replica !== undefined) return (replica.before ?? undefined) as T | undefined;
  return tenant.store.in(key).get(id);
}

/** All objects as a read finds them now. */
export function visibleAll<T extends Stored, I extends string>(
  tenant: TenantContext,
  key: CollectionKey<T, I>,
  among?: readonly T[],
): T[] {
  const all = among ?? tenant.store.in(key).all();
  if (tenant.store.in(replicas).size === 0) return [...all];
  return all.map((value) => visible(tenant, key, value.id)).filter((value) => value !== undefined);
}

/** The objects an index finds, as a read finds them now: also those just deleted. */
export function visibleBy<T extends Stored, I extends string>(
  tenant: TenantContext,
  key: CollectionKey<T, I>,
  index: I,
  value: string,
): T[] {
  const table = tenant.store.in(key);
  const current = table.by(index, value);
  const stale = tenant.store.in(replicas);
  if (stale.size === 0) return current;
  const wanted = (object: T): boolean => [key.indexes[index](object)].flat().includes(value);
  const ids = new Set(current.map((object) => object.id));
  for (const { id } of stale.all()) if (id.startsWith(`${key.name}/`)) ids.add(id.slice(key.name.length + 1));
  const found = [...ids].map((id) => visible(tenant, key, id)).filter((object) => object !== undefined);
  return found.filter(wanted);
}

/** Call before writing or deleting: keeps what readers see until the lag is over. Does nothing without a lag. */
export function keepForReaders<T extends Stored, I extends string>(
  tenant: TenantContext,
  key: CollectionKey<T, I>,
  id: string,
): void {
  const lagMs = tenant.settings.replicationLagMs;
  if (lagMs === 0) return;
  forgetOld(tenant);
  const before = visible(tenant, key, id) ?? null;
  tenant.store.in(replicas).put({ id: `${key.name}/${id}`, until: tenant.clock.now() + lagMs, before });
}

function liveReplica(tenant: TenantContext, name: string, id: string): Replica | undefined {
  const table = tenant.store.in(replicas);
  if (table.size === 0) return undefined;
  const replica = table.get(`${name}/${id}`);
  return replica !== undefined && tenant.clock.now() < replica.until ? replica : undefined;
}

function forgetOld(tenant: TenantContext): void {
  const table = tenant.store.in(replicas);
  for (
    let oldest = table.first();
    oldest !== undefined && oldest.until <= tenant.clock.now();
    oldest = table.first()
  ) {
    table.delete(oldest.id);
  }
}

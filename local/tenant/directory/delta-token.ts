import { z } from 'zod';
import { ApiError, badRequest } from '../core/api-error';
import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';

const token = z.object({
  kind: z.enum(['users', 'groups']),
  select: z.array(z.string()).nullable(),
  ids: z.array(z.string()).nullable(),
  isMinimal: z.boolean(),
  /** Changes after this number are still to be told. */
  from: z.number(),
  /** In the middle of a round: what it tells, and how far it has come. */
  round: z
    .object({ isInitial: z.boolean(), upTo: z.number(), told: z.number(), emptyPages: z.number() })
    .nullable(),
  issuedAtMs: z.number(),
  epoch: z.number(),
});

/** What a delta link holds: the query and the place in the directory's changes. */
export type DeltaToken = z.output<typeof token>;

const epochs = collection<{ id: 'delta'; value: number }>('deltaEpochs');

const LIFE_MS = 7 * 24 * 3_600_000;

/** Tokens of an earlier epoch are answered 410: the service has reset its change tracking. */
export function deltaEpoch(tenant: TenantContext): number {
  return tenant.store.in(epochs).get('delta')?.value ?? 0;
}

/** Makes every delta token that is out there answer 410 from now on. */
export function resetDeltaEpoch(tenant: TenantContext): void {
  tenant.store.in(epochs).put({ id: 'delta', value: deltaEpoch(tenant) + 1 });
}

export function writeDeltaToken(value: DeltaToken): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * Reads a token back. 410 with a Location to start anew after a reset, 40x `syncStateNotFound` after seven
 * days (delta overview; Microsoft's post on token life, 2020-07-03).
 */
export function readDeltaToken(
  tenant: TenantContext,
  text: string,
  kind: DeltaToken['kind'],
  anew: string,
): DeltaToken {
  const parsed = token.safeParse(jsonOf(text));
  if (!parsed.success || parsed.data.kind !== kind)
    throw badRequest('Badly formed token.', 'Directory_InvalidDeltaToken');
  if (parsed.data.epoch !== deltaEpoch(tenant)) {
    throw new ApiError(
      410,
      'resyncRequired',
      'Resync required. Start a new synchronization with the address in the Location header.',
      { Location: anew },
    );
  }
  if (tenant.clock.now() - parsed.data.issuedAtMs > LIFE_MS) {
    throw new ApiError(
      tenant.switches.get('expiredDeltaTokenStatus'),
      'syncStateNotFound',
      'The sync state generation is not found; the delta token has expired.',
    );
  }
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
  } catch {
    // Not a token of ours: the schema check that follows refuses it.
    return undefined;
  }
}

import { freeHosts } from '../../shared/domain/choose-host';
import { guestId } from '../../shared/domain/ids';
import { desktopOfferFor } from '../../shared/domain/intent';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import { isLeasing } from '../../shared/domain/replay-facts';
import {
  isSameName,
  nameOfPool,
  type ReplayInput,
  type ReplayInputs,
} from '../../shared/domain/replay-inputs';
import type { GuestLook } from '../../shared/clients/live-guests';
import type { AdminDeps } from './admin-deps';
import type { FrozenReplay } from './read-replay';

type Deps = Pick<AdminDeps, 'liveGuests' | 'desktops' | 'hosts'>;

/** What was given as it is kept, or why it cannot be given, with what can. */
export type CheckedInputs = { inputs: ReplayInput[] } | { message: string; allowed: string[] };

const STEP = 'ensurePersonalHost';
/** Names that a refusal lists. */
const MOST_NAMED = 20;

/**
 * Compares what is given with the live tenant: a pool must be one of the policy's for every guest that is leased a
 * host, a host must be free for the plan's one guest. Changes nothing. Throws RetryableError or TerminalError.
 */
export async function checkInputs(
  deps: Deps,
  { body }: FrozenReplay,
  given: ReplayInputs,
): Promise<CheckedInputs> {
  const { [`${STEP}.host`]: host, [`${STEP}.pool`]: pool } = given;
  if (host === undefined && pool === undefined) return { inputs: [] };
  const leasing = body.subjects.filter(isLeasing).map(({ subject }) => guestId(subject.id));
  if (leasing.length === 0) return refusal('the plan leases no host for anybody, so none can be given');
  if (host !== undefined && body.subjects.length > 1)
    return refusal('a host is given to one guest: plan the replay of that guest alone');
  const looks = await deps.liveGuests.look(leasing);
  const inPools = looks.map((look) => poolsFor(look, pool));
  const inPool = pool === undefined ? { inputs: [] } : poolInput(inPools, pool);
  if (host === undefined || 'message' in inPool) return inPool;
  const free = (await Promise.all(inPools.map((one) => freeNames(deps, one)))).flat();
  return hostInput(free, host, inPool.inputs);
}

function hostInput(free: readonly string[], host: string, others: ReplayInput[]): CheckedInputs {
  const found = free.find((name) => isSameName(name, host));
  return found === undefined
    ? refusal(`session host ${host} is not free for the guest`, free.slice(0, MOST_NAMED))
    : { inputs: [...others, inputOf('host', found)] };
}

const refusal = (message: string, allowed: string[] = []): CheckedInputs => ({ message, allowed });

function poolInput(inPools: readonly GuestPools[], pool: string): CheckedInputs {
  const stranger = inPools.find(({ pools }) => pools.length === 0);
  if (stranger !== undefined) {
    const message = `host pool ${pool} is none of the policy’s for guest ${stranger.guest}`;
    return refusal(message, stranger.offered.map(nameOfPool));
  }
  return {
    inputs: inPools
      .slice(0, 1)
      .flatMap(({ pools }) => pools.slice(0, 1))
      .map((id) => inputOf('pool', id)),
  };
}

const inputOf = (field: string, after: string): ReplayInput => ({ step: STEP, field, before: null, after });

interface GuestPools extends Pick<GuestLook, 'guest'> {
  policy: PartnerPolicy | null;
  /** What the policy offers the guest, and what of it was asked for, by ARM id. */
  offered: readonly string[];
  pools: readonly string[];
}

function poolsFor({ guest, live: { situation } }: GuestLook, pool: string | undefined): GuestPools {
  const { policy } = situation;
  const offer = policy === null ? undefined : desktopOfferFor(situation, policy);
  const offered = offer?.kind === 'avd-personal' ? offer.hostPools : [];
  const isAsked = (id: string) =>
    pool === undefined || isSameName(id, pool) || isSameName(nameOfPool(id), pool);
  return { guest, policy, offered, pools: offered.filter(isAsked) };
}

async function freeNames({ desktops, hosts }: Deps, { guest, policy, pools }: GuestPools): Promise<string[]> {
  if (policy === null) return [];
  const listed = (await Promise.all(pools.map((id) => desktops.listSessionHosts(id, 0)))).flat();
  return freeHosts(listed, await hosts.list(), guest, policy)
    .map(({ name }) => name)
    .sort();
}

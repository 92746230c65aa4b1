import { z } from 'zod';
import type { PartnerPolicy } from './partner-policy';

/** Writes a removal may still make, of each service, at a moment: `pace` of the wave. */
export const removalPaceSchema = z.object({
  graph: z.number(),
  azure: z.number(),
  at: z.iso.datetime(),
});
export type RemovalPace = z.infer<typeof removalPaceSchema>;

/** Of a plan's guests, how many have a session host and how many a Cloud PC: parts of 1. */
export const guestSharesSchema = z.object({ hosts: z.number(), cloudPcs: z.number() });
export type GuestShares = z.infer<typeof guestSharesSchema>;

/** Writes that one guest's removal makes now, on average. */
export interface GuestCost {
  graph: number;
  azure: number;
}

/**
 * A removal's part of what the services grant: Graph 3,000 writes in 150 s for one app in one tenant (Microsoft Graph
 * service-specific throttling limits, Identity and access); Azure Resource Manager a bucket of 200, 10 a second, for
 * one principal in one subscription (Understand how Azure Resource Manager throttles requests, 2024). The rest is for
 * whoever waits: somebody who has just accepted is let in meanwhile.
 */
const BUCKETS = {
  graph: { most: 2800, perSecond: 19.5 },
  azure: { most: 150, perSecond: 9 },
} as const;
const SERVICES = ['graph', 'azure'] as const;

/** A host given back is one write; taking the client away puts and removes a run command. */
const WRITES_FREEING_A_HOST = 3;
/** Guests in one PATCH of the blocked group. */
const BLOCKED_AT_ONCE = 20;

/** What a removal may do that has done nothing yet. Pure. */
export const fullPace = (at: string): RemovalPace => ({
  graph: BUCKETS.graph.most,
  azure: BUCKETS.azure.most,
  at,
});

/** The pace as time has filled it up again. Pure. */
export function refilled(pace: RemovalPace, at: string): RemovalPace {
  const seconds = Math.max(0, (Date.parse(at) - Date.parse(pace.at)) / 1000);
  const filled = (service: (typeof SERVICES)[number]) =>
    Math.min(BUCKETS[service].most, pace[service] + seconds * BUCKETS[service].perSecond);
  return { graph: filled('graph'), azure: filled('azure'), at };
}

/** How many guests the pace has room for. Pure. */
export function roomFor(pace: RemovalPace, cost: GuestCost): number {
  const rooms = SERVICES.map((service) =>
    cost[service] === 0 ? Infinity : Math.floor(pace[service] / cost[service]),
  );
  return Math.max(0, Math.min(...rooms));
}

/** The pace after so many guests were hinted. Pure. */
export const spent = (pace: RemovalPace, cost: GuestCost, guests: number): RemovalPace => ({
  ...pace,
  graph: pace.graph - guests * cost.graph,
  azure: pace.azure - guests * cost.azure,
});

/** What one guest of the plan costs: accounts as the policy says, Cloud PCs and hosts as the plan counted them. Pure. */
export const guestCost = (
  policy: Pick<PartnerPolicy, 'account'> | undefined,
  { hosts, cloudPcs }: GuestShares,
): GuestCost => ({
  graph: accountWrites(policy?.account) + cloudPcs,
  azure: WRITES_FREEING_A_HOST * hosts,
});

/** Whose account stays is blocked itself; whose account is disabled needs no block. Days later is another day's pace. */
function accountWrites(account: PartnerPolicy['account'] | undefined): number {
  if (account === undefined || account.rule === 'keep') return 1 / BLOCKED_AT_ONCE;
  return account.rule === 'delete-after-days' && account.days === 0 ? 2 : 1;
}

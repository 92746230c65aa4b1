import { z } from 'zod';
import { ringOf, type ClientRing, type RingMember } from './client-rings';
import type { PartnerPolicy } from './partner-policy';

type Client = PartnerPolicy['client'];

/** What of a policy’s client is wanted on a machine. */
const releaseSchema = z.object({
  version: z.string(),
  installerUrl: z.string(),
  sha256: z.string(),
  intuneAppId: z.string().optional(),
});
export type ClientRelease = z.output<typeof releaseSchema>;

/** How far a partner’s client is rolled out: `detail` of its cursor. Written by the schedule and by people who pause it. */
export const clientRolloutSchema = z.object({
  target: releaseSchema,
  /** What the rings that are not open stay with; null = there was nothing before. */
  previous: releaseSchema.nullable(),
  startedAt: z.string(),
  /** When each ring opened, ring by ring; the rest are closed. */
  openedAt: z.array(z.string()),
  /** Of so many rings the guests were told to be looked at again. */
  told: z.int(),
  /** Hosts whose install of the target failed and that have not proved it since. */
  failedHosts: z.array(z.string()),
  paused: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
});
export type ClientRollout = z.output<typeof clientRolloutSchema>;

/** Name of that cursor. */
export const rolloutCursor = (partner: string): string => `rollout-${partner}`;

/** The release that a policy names. Pure. */
export const releaseOf = ({ version, installerUrl, sha256, intuneAppId }: Client): ClientRelease => ({
  version,
  installerUrl,
  sha256,
  ...(intuneAppId !== undefined && { intuneAppId }),
});

/**
 * The client this guest’s host should have now: the policy’s where the guest’s ring is open, else what was there before.
 * A policy that names a version the rollout has not begun with changes nothing yet. Pure.
 */
export function wantedClient(
  { partner, client }: Pick<PartnerPolicy, 'partner' | 'client'>,
  rollout: ClientRollout | undefined,
  member: RingMember,
): Client {
  const { rings } = client;
  if (rings === undefined || rollout === undefined) return client;
  const isOpen = isRingOpen(rings, rollout, partner, member);
  const isBegun = rollout.target.version === client.version;
  if (isBegun && isOpen) return client;
  const release = isOpen ? rollout.target : (rollout.previous ?? rollout.target);
  return { ...client, ...release };
}

const isRingOpen = (
  rings: readonly ClientRing[],
  { openedAt }: ClientRollout,
  partner: string,
  member: RingMember,
): boolean => ringOf(rings, partner, member) < openedAt.length;

/** Whether a ring is told by its hosts: only then is it worth to ask which host a guest has. Pure. */
export const asksForHosts = ({ rings = [] }: Client): boolean =>
  rings.some(({ hosts }) => hosts !== undefined);

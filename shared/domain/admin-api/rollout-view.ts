import { z } from 'zod';
import type { ClientRollout } from '../client-rollout';
import type { HostRecord } from '../host-record';
import { countRings, whyHeld } from '../open-rings';
import type { PartnerPolicy } from '../partner-policy';

/** Where the rollout of a partner’s client stands, ring by ring. */
export const rolloutViewSchema = z.object({
  wanted: z.string().meta({ description: 'version that the policy names' }),
  target: z.string().nullable().meta({ description: 'version that is rolled out; null = not begun' }),
  previous: z.string().nullable().meta({ description: 'version of the rings that are closed' }),
  startedAt: z.string().nullable(),
  paused: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  held: z
    .object({ because: z.string(), opensAt: z.string().nullable() })
    .nullable()
    .meta({ description: 'why the next ring is closed; null = none is, or it opens at the next look' }),
  rings: z.array(
    z.object({
      name: z.string(),
      openedAt: z.string().nullable(),
      proved: z.int(),
      failed: z.int(),
      pending: z.int(),
    }),
  ),
});
export type RolloutView = z.infer<typeof rolloutViewSchema>;

/** The view of one partner. `at`: ISO 8601, now. Pure. */
export function rolloutView(
  policy: PartnerPolicy,
  rollout: ClientRollout | undefined,
  hosts: readonly HostRecord[],
  at: string,
): RolloutView {
  const rings = policy.client.rings ?? [];
  const nothing = { openedAt: null, proved: 0, failed: 0, pending: 0 };
  const wanted = policy.client.version;
  if (rollout === undefined) {
    const unknown = { target: null, previous: null, startedAt: null, paused: null, held: null };
    return { wanted, ...unknown, rings: rings.map(({ name }) => ({ name, ...nothing })) };
  }
  const { target, previous, startedAt, openedAt, paused } = rollout;
  const counts = countRings(policy, rollout, hosts);
  return {
    wanted,
    target: target.version,
    previous: previous?.version ?? null,
    startedAt,
    paused,
    held: whyHeld(policy, rollout, counts, at) ?? null,
    rings: rings.map(({ name }, place) => ({
      ...nothing,
      ...counts[place],
      name,
      openedAt: openedAt[place] ?? null,
    })),
  };
}

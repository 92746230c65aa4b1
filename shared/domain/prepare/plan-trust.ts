import type { TenantId } from '../ids';
import { TRUST_FIELDS, type InboundTrust, type TrustedClaim } from './inbound-trust';
import { alreadyTrue, willCreate, type PrepareStep, type StepHead } from './prepare-step';

/** What was read of cross-tenant access. A partner's own entry may leave trust to the default (`own` null). */
export interface TrustFacts {
  hasEntry: boolean;
  own: InboundTrust | null;
  fallback: InboundTrust;
}

/**
 * Does this tenant believe what the policy says it should? Pure. Nothing trusted is taken back; what the default
 * trusts is carried into an entry that had left it open, since from then on the entry decides.
 */
export function planTrust(
  facts: TrustFacts,
  wanted: readonly TrustedClaim[],
  tenant: TenantId,
): PrepareStep[] {
  if (wanted.length === 0) return [];
  const head: StepHead = {
    id: 'cross-tenant-trust',
    what: `Claims of the partner's tenant are trusted: ${wanted.join(', ')}`,
    why: 'Otherwise a guest has to register a second factor here, or has a device nobody believes in.',
  };
  const inForce = facts.own ?? facts.fallback;
  const missing = wanted.filter((claim) => !inForce[TRUST_FIELDS[claim]]);
  const source = facts.own === null ? 'by the default' : 'by the partner’s own entry';
  if (missing.length === 0) return [alreadyTrue(head, `trusted ${source}`)];
  const trust = { ...inForce, ...Object.fromEntries(missing.map((claim) => [TRUST_FIELDS[claim], true])) };
  return [
    willCreate(head, `not trusted ${source}: ${missing.join(', ')}`, {
      kind: 'trust-partner',
      tenant,
      hasEntry: facts.hasEntry,
      trust,
    }),
  ];
}

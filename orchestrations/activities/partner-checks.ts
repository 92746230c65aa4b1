import { z } from 'zod';
import type { CrossTenantAccess } from '../../shared/clients/cross-tenant-access';
import type { SignInRules } from '../../shared/clients/sign-in-rules';
import { canonicalJson } from '../../shared/domain/audit-chain';
import { checkSchema, warningCheck, type CheckName, type JudgedCheck } from '../../shared/domain/check';
import { TerminalError, type RefusalCode } from '../../shared/domain/codes';
import { sha256, type PartnerId } from '../../shared/domain/ids';
import { judgeConditionalAccess } from '../../shared/domain/judge-conditional-access';
import { inboundInForce, judgeCrossTenantAccess } from '../../shared/domain/judge-cross-tenant-access';
import type { Cursors } from '../../shared/state/cursors';
import type { Preparation } from '../contract';
import { poolChecks, type PoolDeps } from './pool-checks';

export interface PartnerChecksDeps extends PoolDeps {
  crossTenantAccess: CrossTenantAccess;
  signInRules: SignInRules;
  cursors: Cursors;
  now: () => Date;
}

/** The checks that are the same for every guest of a partner. */
export type PartnerChecks = (partner: PartnerId, preparation: Preparation) => Promise<JudgedCheck[]>;

const KEEP_MS = 15 * 60_000;
/** What keeps guests out is looked at sooner, so that mending it shows. */
const KEEP_BLOCKED_MS = 60_000;

const storedSchema = z.object({
  key: z.string(),
  checks: z.array(
    z.object({
      check: checkSchema,
      code: z
        .string()
        .transform((code) => code as RefusalCode)
        .nullable(),
    }),
  ),
});

/**
 * Reads whether the partner's guests could sign in to a desktop at all, and keeps the answer in a row of its own for a
 * quarter of an hour: Conditional Access may be asked once a second for the whole tenant. Guests who come at once
 * share one reading.
 */
export function createPartnerChecks(deps: PartnerChecksDeps): PartnerChecks {
  const underWay = new Map<string, Promise<JudgedCheck[]>>();
  return (partner, preparation) => {
    const key = sha256(canonicalJson([partner, preparation]));
    const known = underWay.get(key) ?? keptOrRead(deps, partner, preparation, key);
    underWay.set(key, known);
    return known.finally(() => underWay.delete(key));
  };
}

async function keptOrRead(
  deps: PartnerChecksDeps,
  partner: PartnerId,
  preparation: Preparation,
  key: string,
): Promise<JudgedCheck[]> {
  const name = `readiness-${partner}`;
  const stored = await deps.cursors.read(name);
  const kept = storedSchema.safeParse(stored?.value.detail).data;
  const ageMs = deps.now().getTime() - Date.parse(stored?.value.savedAt ?? '1970-01-01');
  if (kept?.key === key && ageMs < keepMs(kept.checks)) return kept.checks;
  const checks = await read(deps, preparation);
  const cursor = { name, savedAt: deps.now().toISOString(), detail: { key, checks } };
  // A conflict means that somebody has just read the same.
  await deps.cursors.save(cursor, stored?.etag);
  return checks;
}

const keepMs = (checks: readonly JudgedCheck[]): number =>
  checks.some(
    ({ check }) =>
      check.verdict === 'blocked' || (check.check === 'conditional-access' && check.verdict === 'warning'),
  )
    ? KEEP_BLOCKED_MS
    : KEEP_MS;

async function read(deps: PartnerChecksDeps, preparation: Preparation): Promise<JudgedCheck[]> {
  const [signIn, pools] = await Promise.all([signInChecks(deps, preparation), poolChecks(deps, preparation)]);
  return [...signIn, ...pools];
}

async function signInChecks(
  { crossTenantAccess, signInRules }: PartnerChecksDeps,
  { homeTenant }: Preparation,
): Promise<JudgedCheck[]> {
  const inbound = await orWarning('cross-tenant-access', 'cross-tenant access settings', () =>
    crossTenantAccess.readInbound(homeTenant),
  );
  const applied = await orWarning('conditional-access', 'Conditional Access', () =>
    signInRules.policiesForGuestsOf(homeTenant),
  );
  const crossTenant = 'warning' in inbound ? inbound.warning : judgeCrossTenantAccess(inbound.value);
  if ('warning' in applied) return [crossTenant, applied.warning];
  const trust =
    'warning' in inbound
      ? { mfa: false, compliantDevice: false, hybridJoinedDevice: false }
      : inboundInForce(inbound.value).trust;
  return [crossTenant, judgeConditionalAccess(applied.value, trust)];
}

/** What cannot be read keeps nobody out: it is said, and the guest's own sign-in will tell. */
async function orWarning<T>(
  check: CheckName,
  what: string,
  read: () => Promise<T>,
): Promise<{ value: T } | { warning: JudgedCheck }> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isRefusal = error instanceof TerminalError;
    if (!isRefusal && error.name !== 'RetryableError') throw error;
    const fix = isRefusal ? 'Grant the permission (docs/permissions.md).' : 'Nothing: it is asked again.';
    return { warning: warningCheck(check, `${what} cannot be read: ${error.message}`, fix) };
  }
}

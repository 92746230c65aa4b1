import { z } from 'zod';
import type { RefusalCode } from './codes';
import { HOLDS } from './holds';

/** Every link of the chain from invitation to desktop that is looked at by itself. */
export const CHECK_NAMES = [
  'account',
  'identity',
  'cross-tenant-access',
  'conditional-access',
  'access-group',
  'cloud-pc-group',
  'host-pool',
  'workspace',
  'desktop-role',
  'vm-sign-in',
  'start-vm',
  'personal-host',
  'host-os',
  'licence',
  'cloud-pc',
  'desktop-right',
  'tenant',
  'profile',
  'private-app',
  'client',
] as const;

/** One link of the chain, and what was read about it. */
export const checkSchema = z.object({
  check: z.enum(CHECK_NAMES),
  verdict: z.enum(['ok', 'warning', 'blocked']),
  /** What was observed, in a sentence, with ids only. */
  observed: z.string(),
  /** What would put it right; null = nothing is wrong, or an older release wrote the row. */
  fix: z.string().nullable().default(null),
});
export type Check = z.output<typeof checkSchema>;
export type CheckName = Check['check'];

/** A check, and the code it stops a run with; null = it stops nothing. */
export interface JudgedCheck {
  check: Check;
  code: RefusalCode | null;
}

export const okCheck = (check: CheckName, observed: string): JudgedCheck => ({
  check: { check, verdict: 'ok', observed, fix: null },
  code: null,
});

/** Something an admin should know that stops nobody. */
export const warningCheck = (check: CheckName, observed: string, fix: string): JudgedCheck => ({
  check: { check, verdict: 'warning', observed, fix },
  code: null,
});

/** Stops whoever comes; the fix is the code's own unless a better one is known. */
export const blockedCheck = (
  check: CheckName,
  code: RefusalCode,
  observed: string,
  fix: string = HOLDS[code].fix,
): JudgedCheck => ({ check: { check, verdict: 'blocked', observed, fix }, code });

import { z } from 'zod';
import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';

/** How long simulated work takes on the tenant's clock, in seconds. No service promises any of these. */
const DEFAULTS = {
  vmStart: 40,
  vmStop: 30,
  runCommand: 45,
  runCommandDelete: 1,
  cloudPcProvisioning: 1_800,
  cloudPcDeprovisioning: 60,
  appInstall: 900,
  appReportLag: 0,
  gsaOnboarding: 20,
} as const;

export type SimulatedWork = keyof typeof DEFAULTS;

interface Duration {
  id: SimulatedWork;
  seconds: number;
}

const durations = collection<Duration>('simulatedDurations');

const seconds = z.number().nonnegative().optional();

/** Durations that a scenario or a control call sets; what is left out stays as it is. */
export const durationsInput = z.strictObject({
  vmStart: seconds,
  vmStop: seconds,
  runCommand: seconds.describe('seconds one script runs'),
  runCommandDelete: seconds,
  cloudPcProvisioning: seconds.describe('seconds from entitlement to provisioned'),
  cloudPcDeprovisioning: seconds,
  appInstall: seconds.describe('seconds until a required app is installed'),
  appReportLag: seconds.describe('seconds by which the installation report lags behind'),
  gsaOnboarding: seconds,
} satisfies Record<SimulatedWork, typeof seconds>);

/** How long the work takes, in milliseconds. */
export function durationMs(tenant: TenantContext, work: SimulatedWork): number {
  return (tenant.store.in(durations).get(work)?.seconds ?? DEFAULTS[work]) * 1000;
}

/** Sets some durations. Safe to repeat. */
export function setDurations(tenant: TenantContext, input: z.output<typeof durationsInput>): void {
  for (const [work, value] of Object.entries(input) as [SimulatedWork, number | undefined][])
    if (value !== undefined) tenant.store.in(durations).put({ id: work, seconds: value });
}

/** All durations in force, in seconds. */
export function allDurations(tenant: TenantContext): Record<SimulatedWork, number> {
  const works = Object.keys(DEFAULTS) as SimulatedWork[];
  return Object.fromEntries(works.map((work) => [work, durationMs(tenant, work) / 1000])) as Record<
    SimulatedWork,
    number
  >;
}

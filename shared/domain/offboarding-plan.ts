import { z } from 'zod';
import { isAdopted, stayingGrants } from './adopted';
import { goesOnElsewhere, withoutReasonsOf } from './grants';
import { guestRecord, type GuestRecord } from './guest-record';
import type { HostRecord } from './host-record';
import { basisOf, plannedStepSchema, type PlanBody, type PlannedStep, type PlannedSubject } from './plan';
import type { PartnerPolicy } from './partner-policy';
import type { SubjectRow } from './subject-row';

/** Writes a second that one app should not pass in one tenant (design, section 9). */
const WRITES_PER_SECOND = 20;
/** A Cloud PC whose licence is gone lives on so long, and is then deleted (Troubleshoot Windows 365 grace period, February 2025). */
const GRACE_DAYS = 7;
const PLAN_LIVES_MS = 24 * 3_600_000;

/** What an offboarding would do to the partner as a whole: shown before anything is done, and frozen in the plan. */
export const offboardingFactsSchema = z.object({
  guests: z.int(),
  liveSessions: z.int(),
  hosts: z.int(),
  /** A Cloud PC is deleted so many days after its guest has left the group, with all that is on it. */
  cloudPcs: z.array(z.object({ id: z.string(), guest: z.string(), deletedAfterDays: z.int() })),
  /** Grants that stay, and why. */
  staying: z.array(z.object({ guest: z.string(), group: z.string(), because: z.string() })),
  /** Hosts and Cloud PCs that stay because they are adopted. */
  stayingHosts: z.array(z.object({ guest: z.string(), host: z.string() })).default([]),
  /** What is done to the partner's tenant as a whole. */
  tenant: z.array(plannedStepSchema).default([]),
  writes: z.int(),
  /** At the tenant's limit of 20 writes a second; what else goes on takes its share. */
  secondsAtLimit: z.int(),
});
export type OffboardingFacts = z.infer<typeof offboardingFactsSchema>;

/** One reading of the partner: its guests' rows, the hosts, and how many sessions each guest has now. */
export interface OffboardingSight {
  policy: PartnerPolicy;
  rows: readonly SubjectRow[];
  hosts: readonly HostRecord[];
  sessions: ReadonlyMap<string, number>;
  /** What is done to its tenant. */
  tenant: readonly PlannedStep[];
}

/** What a plan depends on of a guest: whoever was given something else meanwhile is not the plan's any more. Pure. */
export function guestBasis(row: SubjectRow): string {
  const { grants, desktop } = guestRecord(row.detail);
  const given = grants
    .filter(({ kind }) => kind !== 'blocked-group')
    .map((grant) => (isAdopted(grant) ? `${grant.group} adopted` : grant.group));
  return basisOf({ given: given.sort(), desktop: desktop?.host ?? null });
}

/** Whether there is anything of the guest's to take away. Pure. */
export function hasSomething(row: SubjectRow): boolean {
  const { grants, desktop } = guestRecord(row.detail);
  return desktop !== null || grants.some(({ kind }) => kind !== 'blocked-group');
}

/** The plan that removes every guest of the partner who was given something. Pure. */
export function offboardingPlan(
  sight: OffboardingSight,
  by: string,
  at: string,
  endsGrace = false,
): PlanBody {
  const rows = sight.rows.filter(hasSomething).sort((a, b) => (a.subject.id < b.subject.id ? -1 : 1));
  const subjects = rows.map((row) => plannedGuest(sight, row, endsGrace));
  return {
    v: 1,
    kind: 'offboarding',
    partner: sight.policy.partner,
    createdBy: by,
    createdAt: at,
    expiresAt: new Date(Date.parse(at) + PLAN_LIVES_MS).toISOString(),
    subjects,
    facts: factsOf(sight, rows, subjects, endsGrace),
  };
}

function plannedGuest(sight: OffboardingSight, row: SubjectRow, endsGrace: boolean): PlannedSubject {
  const { id } = row.subject;
  const record = guestRecord(row.detail);
  const sessions = sight.sessions.get(id) ?? 0;
  const { partner } = sight.policy;
  const isEngaged = goesOnElsewhere(record, partner);
  const leaving = new Set(withoutReasonsOf(record, partner).leaving);
  const steps = [
    ...(isEngaged ? [] : [step('ensureMember', 'will-create', 'blocked-group', null)]),
    step('endSessions', sessions > 0 ? 'will-remove' : 'already-true', id, null, false),
    ...record.grants.flatMap((grant) => grantSteps(partner, grant, whyStays(record, grant, leaving))),
    ...hostsOf(sight, id).map((host) => step('freePersonalHost', 'will-remove', host, null)),
    ...record.adoptedHosts.map((host) => step('freePersonalHost', 'already-true', host, STAYS)),
    ...(endsGrace ? graceSteps(record) : []),
    ...(isEngaged
      ? [step('disable-account', 'already-true', id, 'stays: another partner has it as a guest')]
      : accountSteps(sight.policy, id)),
  ];
  return { subject: row.subject, basis: guestBasis(row), run: row.run, steps };
}

/** What was there before Gatehouse stays, until somebody has taken ownership of it. */
const STAYS = 'stays: adopted';

const step = (
  name: string,
  verdict: PlannedStep['verdict'],
  on: string,
  because: string | null,
  isReversible = true,
): PlannedStep => ({ step: name, verdict, on, because, isReversible });

/** Why a membership that the partner gave stays; null = it does not. */
function whyStays(
  record: GuestRecord,
  grant: GuestRecord['grants'][number],
  leaving: ReadonlySet<object>,
): string | null {
  if (stayingGrants(record).includes(grant)) return STAYS;
  return leaving.has(grant) ? null : 'stays: another partner gives it too';
}

function grantSteps(
  partner: string,
  grant: GuestRecord['grants'][number],
  stays: string | null,
): PlannedStep[] {
  if (grant.kind === 'blocked-group') return [];
  if (grant.partner !== partner)
    return [step('removeMember', 'already-true', grant.group, `stays: given for partner ${grant.partner}`)];
  if (stays !== null) return [step('removeMember', 'already-true', grant.group, stays)];
  const isCloudPc = grant.kind === 'cloud-pc-group';
  const because = isCloudPc ? `its Cloud PC is deleted ${GRACE_DAYS} days later, for good` : 'leaves last';
  return [step(isCloudPc ? 'ensureOrder' : 'removeMember', 'will-remove', grant.group, because, !isCloudPc)];
}

/** On request only: what is on the Cloud PC is gone at once. */
function graceSteps({ desktop, adoptedHosts }: GuestRecord): PlannedStep[] {
  if (desktop?.kind !== 'windows-365' || adoptedHosts.includes(desktop.host)) return [];
  return [step('end-grace-period', 'will-remove', desktop.host, 'deleted at once, for good', false)];
}

function accountSteps({ account }: PartnerPolicy, guest: string): PlannedStep[] {
  if (account.rule === 'keep')
    return [step('disable-account', 'already-true', guest, 'the policy keeps accounts')];
  const disable = step('disable-account', 'will-remove', guest, null);
  if (account.rule === 'disable') return [disable];
  const because = `${account.days} day(s) after; restorable for 30 days`;
  return [disable, step('delete-account', 'will-remove', guest, because)];
}

const hostsOf = ({ hosts }: OffboardingSight, guest: string): string[] =>
  hosts
    .filter(({ lease, target }) => target.kind === 'vm' && isOwnLease(lease, guest))
    .map(({ host }) => host);

const isOwnLease = (lease: HostRecord['lease'], guest: string): boolean =>
  lease.kind === 'leased' && lease.guest === guest && lease.owner !== 'adopted';

function factsOf(
  sight: OffboardingSight,
  rows: readonly SubjectRow[],
  subjects: readonly PlannedSubject[],
  endsGrace: boolean,
): OffboardingFacts {
  const { partner } = sight.policy;
  const records = rows.map((row) => ({ guest: row.subject.id, ...guestRecord(row.detail) }));
  const staying = records.flatMap((record) => stayingOf(record, partner));
  const cloudPcs = records.flatMap(({ guest, desktop, adoptedHosts }) =>
    desktop?.kind === 'windows-365' && !adoptedHosts.includes(desktop.host)
      ? [{ id: desktop.host, guest, deletedAfterDays: endsGrace ? 0 : GRACE_DAYS }]
      : [],
  );
  const all = [...sight.tenant, ...subjects.flatMap(({ steps }) => steps)];
  const changes = all.filter(({ verdict }) => verdict !== 'already-true');
  // Memberships of the blocked group are written twenty at a time.
  const single = changes.filter(({ verdict }) => verdict === 'will-remove').length;
  const writes = single + Math.ceil((changes.length - single) / 20) + 1;
  return {
    guests: subjects.length,
    liveSessions: [...sight.sessions.values()].reduce((sum, one) => sum + one, 0),
    hosts: records.flatMap(({ guest }) => hostsOf(sight, guest)).length,
    cloudPcs,
    staying,
    stayingHosts: records.flatMap(({ guest, adoptedHosts }) => adoptedHosts.map((host) => ({ guest, host }))),
    tenant: [...sight.tenant],
    writes,
    secondsAtLimit: Math.ceil(writes / WRITES_PER_SECOND),
  };
}

function stayingOf(
  { guest, ...record }: { guest: string } & GuestRecord,
  partner: string,
): OffboardingFacts['staying'] {
  const adopted = stayingGrants(record);
  return record.grants.flatMap((grant) => {
    if (grant.partner !== partner)
      return [{ guest, group: grant.group, because: `given for partner ${grant.partner}` }];
    return adopted.includes(grant) ? [{ guest, group: grant.group, because: 'adopted' }] : [];
  });
}

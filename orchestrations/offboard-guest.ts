import type { OrchestrationContext, Task } from 'durable-functions';
import { stayingChecks } from '../shared/domain/adopted';
import type { Grant, GuestRecord, Removal, RemovalCause } from '../shared/domain/guest-record';
import { goesOnElsewhere, withGrants, withoutReasonsOf } from '../shared/domain/grants';
import { groupId, guestId, partnerId, type GuestId, type PartnerId } from '../shared/domain/ids';
import { refused } from '../shared/domain/outcome';
import type { PartnerPolicy } from '../shared/domain/partner-policy';
import type { Life } from './contract';
import { keeping } from './keeping';
import { settled, type Ending } from './run-subject';
import { must, StopRun } from './stop-run';

/** What ends, and why. */
export interface Offboarding {
  because: RemovalCause;
  partner: string;
  /** The partner's policy; null = it is gone, and the account is left alone. */
  policy: PartnerPolicy | null;
  blockedGroup: string | null;
  /** Whether the account is there: what is gone needs no block. */
  hasAccount: boolean;
  /** The partner's access group goes last, in one call, for all its guests: this guest need not leave it. */
  isGroupLeaving: boolean;
  /** The partner's access group is in the blocked group: as its member the guest is kept out already. */
  isCutByGroup: boolean;
  record: GuestRecord;
}

/**
 * Trigger: a guest that should have nothing any more. Ends: removed, each link read back; or parked at the first
 * step that is not done. Blocked first, so that no new session starts; sessions ended twice, since one can start in
 * between; what cannot be taken back is only asked of the other part; what is adopted stays, and the checks say so.
 * When it stops an admin sees which link is left.
 */
export function* offboardGuest(
  context: OrchestrationContext,
  life: Life,
  { record, ...rest }: Offboarding,
): Generator<Task, Ending, unknown> {
  const startedAt = context.df.currentUtcDateTime.toISOString();
  const fresh = { because: rest.because, startedAt, removedAt: null, deleteAccountAt: null };
  const removal: Removal = record.removal ?? fresh;
  // Whose removal was read back waits for the end of its account only.
  const isLetBe =
    isKeptOutAlready(rest) || removal.removedAt !== null || isEngagedElsewhere({ record, ...rest });
  const block = isLetBe ? [] : blockOf(rest);
  const begun: GuestRecord = { ...record, removal, grants: withGrants(record.grants, block) };
  return yield* keeping(begun, 'removing', takeAway(context, life, { ...rest, record: begun }, removal));
}

const blockOf = ({ blockedGroup, hasAccount, partner }: Omit<Offboarding, 'record'>): Grant[] =>
  blockedGroup === null || !hasAccount ? [] : [{ kind: 'blocked-group', group: blockedGroup, partner }];

/** The cut keeps it out until its account is disabled: a block of its own would add nothing to either. */
const isKeptOutAlready = ({ isCutByGroup, isGroupLeaving, policy }: Omit<Offboarding, 'record'>): boolean =>
  isCutByGroup && isGroupLeaving && policy !== null && policy.account.rule !== 'keep';

function* takeAway(
  context: OrchestrationContext,
  life: Life,
  what: Offboarding,
  removal: Removal,
): Generator<Task, Ending, unknown> {
  const forGuest = { guest: guestId(life.subject.id), partner: partnerId(what.partner) };
  const permitted = yield* must(context, life, 'permitRemoval', { ...forGuest, because: what.because });
  const { plan } = permitted;
  const { grants } = what.record;
  const { leaving } = reasonsOf(what);
  const isPlanned = plan !== null;
  yield* beBlocked(context, life, grants, { ...forGuest, isPlanned });
  yield* must(context, life, 'endSessions', { ...forGuest, pass: 'before-leaving', isPlanned });
  const left = leaving.filter(({ kind }) => kind === 'access-group' && !what.isGroupLeaving);
  for (const { group } of left)
    yield* must(context, life, 'removeMember', { ...forGuest, group: groupId(group), isPlanned });
  yield* must(context, life, 'endSessions', { ...forGuest, pass: 'after-leaving', isPlanned });
  yield* must(context, life, 'freePersonalHost', { ...forGuest, isPlanned });
  const since = removal.startedAt;
  const hasLeftCloudPc = leaving.some(({ kind }) => kind === 'cloud-pc-group');
  for (const { group } of leaving.filter(({ kind }) => kind === 'cloud-pc-group'))
    yield* must(context, life, 'ensureOrder', {
      ...forGuest,
      action: 'leave-cloud-pc-group',
      target: group,
      plan,
      since,
    });
  if (hasLeftCloudPc && permitted.endsGrace === true) yield* endGrace(context, life, what, { plan, since });
  const deleteAccountAt = yield* endAccountOrBlock(context, life, what, { plan, since });
  return yield* confirm(context, life, what, { ...removal, deleteAccountAt });
}

/** A plan takes away what its partner gave; whoever is gone, or nobody's guest any more, loses everything. */
const reasonsOf = ({ record, partner, because }: Offboarding) =>
  withoutReasonsOf(record, because === 'planned' ? partner : null);

/** Whether another engagement of the guest goes on: then it is neither blocked, nor its account ended. */
const isEngagedElsewhere = ({ record, partner, because }: Offboarding): boolean =>
  goesOnElsewhere(record, because === 'planned' ? partner : null);

/** The Cloud PC is deleted at once instead of days later: only where the plan that was approved says so. */
function* endGrace(
  context: OrchestrationContext,
  life: Life,
  { record: { desktop, adoptedHosts }, partner }: Offboarding,
  order: Order,
): Generator<Task, void, unknown> {
  if (desktop?.kind !== 'windows-365' || adoptedHosts.includes(desktop.host)) return;
  const forGuest = { guest: guestId(life.subject.id), partner: partnerId(partner) };
  const ask = { ...forGuest, ...order, action: 'end-grace-period' as const, target: desktop.host };
  yield* must(context, life, 'ensureOrder', ask);
}

function* beBlocked(
  context: OrchestrationContext,
  life: Life,
  grants: readonly Grant[],
  forGuest: { guest: GuestId; partner: PartnerId; isPlanned: boolean },
): Generator<Task, void, unknown> {
  for (const { group } of grants.filter(({ kind }) => kind === 'blocked-group'))
    yield* must(context, life, 'ensureMember', { ...forGuest, group: groupId(group) });
}

/** Whose account cannot be ended (an administrator, say) is blocked itself after all: the group's members leave. */
function* endAccountOrBlock(
  context: OrchestrationContext,
  life: Life,
  what: Offboarding,
  order: Order,
): Generator<Task, string | null, unknown> {
  try {
    return yield* endAccount(context, life, what, order);
  } catch (error) {
    const isRefused = error instanceof StopRun && error.stop.kind === 'refused';
    if (!isRefused || !isKeptOutAlready(what)) throw error;
    const detail = { ...what.record, grants: withGrants(what.record.grants, blockOf(what)) };
    const forGuest = { guest: guestId(life.subject.id), partner: partnerId(what.partner) };
    const isPlanned = order.plan !== null;
    const block = beBlocked(context, life, detail.grants, { ...forGuest, isPlanned });
    yield* keeping(detail, 'removing', block);
    throw new StopRun(error.step, error.stop, detail, 'removing');
  }
}

interface Order {
  plan: string | null;
  since: string;
}

/** What the policy says of the account; gives when it is to be deleted, null = never, or it was. */
function* endAccount(
  context: OrchestrationContext,
  life: Life,
  what: Offboarding,
  order: Order,
): Generator<Task, string | null, unknown> {
  const { policy, partner, hasAccount } = what;
  if (policy === null || isAccountKept(what) || !hasAccount) return null;
  const forGuest = { guest: guestId(life.subject.id), partner: partnerId(partner) };
  const ask = { ...forGuest, ...order, target: null };
  yield* must(context, life, 'ensureOrder', { ...ask, action: 'disable-account' });
  if (policy.account.rule !== 'delete-after-days') return null;
  const dueMs = Date.parse(order.since) + policy.account.days * 24 * 3_600_000;
  if (context.df.currentUtcDateTime.getTime() < dueMs) return new Date(dueMs).toISOString();
  yield* must(context, life, 'ensureOrder', { ...ask, action: 'delete-account' });
  return null;
}

/** An invitation that ran out undoes what was prepared, never the account: the guest may still accept. */
const isAccountKept = (what: Offboarding): boolean =>
  what.policy === null ||
  what.policy.account.rule === 'keep' ||
  what.because === 'invitation-expired' ||
  isEngagedElsewhere(what);

function* confirm(
  context: OrchestrationContext,
  life: Life,
  what: Offboarding,
  removal: Removal,
): Generator<Task, Ending, unknown> {
  const { record, partner, policy } = what;
  const nowMs = context.df.currentUtcDateTime.getTime();
  const { leaving, staying } = reasonsOf(what);
  const groups = leaving
    .filter(({ kind }) => !(kind === 'access-group' && what.isGroupLeaving))
    .map(({ group }) => groupId(group));
  const isKept = isAccountKept(what);
  const isDeleted =
    !isKept && policy?.account.rule === 'delete-after-days' && removal.deleteAccountAt === null;
  const expectAccount = isKept || !what.hasAccount ? 'any' : isDeleted ? 'gone' : 'disabled';
  const forGuest = { guest: guestId(life.subject.id), partner: partnerId(partner) };
  const { checks } = yield* must(context, life, 'readRemoval', { ...forGuest, groups, expectAccount });
  const broken = checks.find(({ verdict }) => verdict === 'blocked');
  if (broken) throw new StopRun('readRemoval', refused('read-back-differs', broken.observed));
  const removedAt = removal.removedAt ?? new Date(nowMs).toISOString();
  const detail: GuestRecord = {
    ...record,
    desktop: null,
    grants: staying,
    readyAt: null,
    acceptedToReadySeconds: null,
    checks: [...checks, ...stayingChecks(record)],
    removal: { ...removal, removedAt },
  };
  const { deleteAccountAt } = removal;
  const wakeAfterSeconds =
    deleteAccountAt === null ? null : Math.max(1, Math.ceil((Date.parse(deleteAccountAt) - nowMs) / 1000));
  return { ...settled('removed'), wakeAfterSeconds, detail };
}

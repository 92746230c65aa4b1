import type { OrchestrationContext, Task } from 'durable-functions';
import { ownGrants, stayingChecks, stayingGrants } from '../shared/domain/adopted';
import type { Grant, GuestRecord, Removal, RemovalCause } from '../shared/domain/guest-record';
import { withGrants } from '../shared/domain/grants';
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
  const block = isKeptOutAlready(rest) || removal.removedAt !== null ? [] : blockOf(rest);
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
  const { plan } = yield* must(context, life, 'permitRemoval', { ...forGuest, because: what.because });
  const { grants } = what.record;
  const own = ownGrants(what.record);
  const isPlanned = plan !== null;
  yield* beBlocked(context, life, grants, { ...forGuest, isPlanned });
  yield* must(context, life, 'endSessions', { ...forGuest, pass: 'before-leaving', isPlanned });
  const left = own.filter(({ kind }) => kind === 'access-group' && !what.isGroupLeaving);
  for (const { group } of left)
    yield* must(context, life, 'removeMember', { ...forGuest, group: groupId(group), isPlanned });
  yield* must(context, life, 'endSessions', { ...forGuest, pass: 'after-leaving', isPlanned });
  yield* must(context, life, 'freePersonalHost', { ...forGuest, isPlanned });
  const since = removal.startedAt;
  for (const { group } of own.filter(({ kind }) => kind === 'cloud-pc-group'))
    yield* must(context, life, 'ensureOrder', {
      ...forGuest,
      action: 'leave-cloud-pc-group',
      target: group,
      plan,
      since,
    });
  const deleteAccountAt = yield* endAccountOrBlock(context, life, what, { plan, since });
  return yield* confirm(context, life, what, { ...removal, deleteAccountAt });
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
  { policy, partner, hasAccount, because }: Offboarding,
  order: Order,
): Generator<Task, string | null, unknown> {
  if (policy === null || isAccountKept(policy, because) || !hasAccount) return null;
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
const isAccountKept = (policy: PartnerPolicy, because: RemovalCause): boolean =>
  policy.account.rule === 'keep' || because === 'invitation-expired';

function* confirm(
  context: OrchestrationContext,
  life: Life,
  what: Offboarding,
  removal: Removal,
): Generator<Task, Ending, unknown> {
  const { record, partner, policy } = what;
  const nowMs = context.df.currentUtcDateTime.getTime();
  const groups = ownGrants(record)
    .filter(({ kind }) => !(kind === 'access-group' && what.isGroupLeaving))
    .map(({ group }) => groupId(group));
  const isKept = policy === null || isAccountKept(policy, what.because);
  const isDeleted =
    !isKept && policy.account.rule === 'delete-after-days' && removal.deleteAccountAt === null;
  const expectAccount = isKept || !what.hasAccount ? 'any' : isDeleted ? 'gone' : 'disabled';
  const forGuest = { guest: guestId(life.subject.id), partner: partnerId(partner) };
  const { checks } = yield* must(context, life, 'readRemoval', { ...forGuest, groups, expectAccount });
  const broken = checks.find(({ verdict }) => verdict === 'blocked');
  if (broken) throw new StopRun('readRemoval', refused('read-back-differs', broken.observed));
  const removedAt = removal.removedAt ?? new Date(nowMs).toISOString();
  const detail: GuestRecord = {
    ...record,
    desktop: null,
    grants: [...record.grants.filter(({ kind }) => kind === 'blocked-group'), ...stayingGrants(record)],
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

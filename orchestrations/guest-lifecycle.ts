import type { OrchestrationContext, Task } from 'durable-functions';
import type { GuestSituation } from '../shared/domain/guest-facts';
import { grantsOf, withGrants } from '../shared/domain/grants';
import { guestRecord, type Grant, type GuestRecord, type RemovalCause } from '../shared/domain/guest-record';
import { groupId, guestId, partnerId } from '../shared/domain/ids';
import { afterExpiry, guestBan, guestIntent } from '../shared/domain/guest-intent';
import type { Intent } from '../shared/domain/intent';
import { untilNextDay } from '../shared/domain/invitation-times';
import { invitationDays } from '../shared/domain/notice-rules';
import { ownBlock } from '../shared/domain/removal-intent';
import { BAN_TEXT, type WriteBan } from '../shared/domain/may-write';
import type { PartnerPolicy } from '../shared/domain/partner-policy';
import { givenTo, type Given } from '../shared/domain/replay-inputs';
import { signInKnownFor, withNotedSignIn } from '../shared/domain/sign-in-proof';
import type { Life } from './contract';
import { keeping } from './keeping';
import { offboardGuest, type Offboarding } from './offboard-guest';
import { holdGuest } from './hold-guest';
import { onboardGuest } from './onboard-guest';
import { preparationOf } from './preparation';
import { held, runSubject, settled, type Ending, type Opened } from './run-subject';
import { must, StopRun } from './stop-run';
import { telling } from './telling';
import { undoGuest } from './undo-guest';

/**
 * Trigger: a hint about a guest. Ends: ignored, observed, invited, working and removing (parked with an alarm), held, ready, removed.
 * When it stops an admin sees the guest held, with one reason, its evidence and the fix.
 */
export function* guestLifecycle(context: OrchestrationContext): Generator<Task, string, unknown> {
  return yield* runSubject(context, 'guest', (life, opened) => lookAtGuest(context, life, opened));
}

/** What a running undo asks comes first: what the policy says of the guest is the next look's. */
function* lookAtGuest(
  context: OrchestrationContext,
  life: Life,
  opened: Opened,
): Generator<Task, Ending, unknown> {
  const guest = guestId(life.subject.id);
  const before = guestRecord(opened.detail);
  const asked = { guest, partner: opened.partner, provenFor: signInKnownFor(before) };
  const { undo, ...seen } = yield* must(context, life, 'readGuestSituation', asked);
  const situation = withNotedSignIn(seen, before);
  const nowMs = context.df.currentUtcDateTime.getTime();
  const record = {
    ...before,
    homeDomain: domainOf(situation) ?? before.homeDomain,
    invitedAt: invitedAtOf(situation, before.invitedAt, nowMs),
    given: null,
  };
  if (undo) return yield* undoGuest(context, life, { undo, situation, record });
  const given = givenTo(before.given, life.run);
  return yield* lookByPolicy(context, life, opened, { situation, record, given });
}

/** What should the guest have, and what is written for it? */
function* lookByPolicy(
  context: OrchestrationContext,
  life: Life,
  opened: Opened,
  { situation, record, given }: Pick<Look, 'situation' | 'record' | 'given'>,
): Generator<Task, Ending, unknown> {
  const guest = guestId(life.subject.id);
  const row = { state: opened.state, run: life.run, record };
  const nowMs = context.df.currentUtcDateTime.getTime();
  const intent = afterExpiry(guestIntent(row, situation), row, situation, nowMs);
  const partner = situation.policy?.partner ?? opened.partner;
  const ban = guestBan(guest, intent, situation, record);
  // Who is to be held is held, whether or not what it has may be taken away.
  const isToHold = intent.kind === 'hold';
  if (ban === 'exclusion-unreadable' && !isToHold)
    return { ...held(ban, `nothing is written: ${BAN_TEXT[ban]}`), partner };
  if (ban !== undefined && !isToHold) {
    const message = `nothing is written for this guest: ${BAN_TEXT[ban]}`;
    return { ...settled('observed'), partner, detail: record, reason: { code: ban, message } };
  }
  return yield* telling(
    context,
    life,
    {
      before: { state: opened.state, record: guestRecord(opened.detail) },
      record,
      policy: situation.policy,
      partner,
    },
    follow(context, life, { situation, intent, record, partner, ban, given }),
  );
}

/** A run that stops has found out whose guest it is all the same: lists go by it. */
function* follow(context: OrchestrationContext, life: Life, look: Look): Generator<Task, Ending, unknown> {
  const { partner, record } = look;
  try {
    const ending = yield* followIntent(context, life, look);
    return { ...ending, partner, detail: ending.detail ?? record };
  } catch (error) {
    throw error instanceof StopRun ? error.of(partner) : error;
  }
}

/**
 * INFERRED: of a user who has not accepted, the last change of its state is the invitation (Graph, user resource: the
 * property only says "latest change"). Where it is unknown, the first look counts.
 */
function invitedAtOf({ user }: GuestSituation, known: string | null, nowMs: number): string | null {
  if (typeof user === 'string' || user.externalUserState !== 'PendingAcceptance') return known;
  return user.externalUserStateChangedAt ?? known ?? new Date(nowMs).toISOString();
}

const domainOf = ({ user }: GuestSituation) => (typeof user === 'string' ? null : user.domain);

interface Look {
  situation: GuestSituation;
  intent: Intent;
  record: GuestRecord;
  partner: string | null;
  /** Why nothing may be written for the guest; undefined = it may. */
  ban: WriteBan | undefined;
  /** What a replay gave to this run; null = nothing. */
  given: Given | null;
}

function* followIntent(
  context: OrchestrationContext,
  life: Life,
  look: Look,
): Generator<Task, Ending, unknown> {
  const { intent, record, situation } = look;
  switch (intent.kind) {
    case 'ignore':
      return {
        ...settled(record.removal?.removedAt == null ? 'ignored' : 'removed'),
        reason: { code: intent.because, message: `ignored: ${intent.because}` },
      };
    case 'hold':
      return yield* holdGuest(context, life, { intent, policy: situation.policy, record, ban: look.ban });
    case 'remove':
      return yield* offboardGuest(context, life, offboarding(look, intent.because));
    case 'await-redemption': {
      const { policy, offer } = intent;
      const { checks } = yield* must(context, life, 'readReadiness', {
        guest: guestId(life.subject.id),
        partner: policy.partner,
        preparation: preparationOf(policy, offer),
      });
      const notYet = {
        acceptedAt: null,
        readyAt: null,
        acceptedToReadySeconds: null,
        identityProof: null,
      };
      const detail = { ...record, ...notYet, checks };
      return { ...settled('invited'), wakeAfterSeconds: wakeOf(context, record, policy), detail };
    }
    case 'admit': {
      const block = ownBlock(record);
      if (block !== undefined) return yield* unblock(context, life, record, block);
      const begun = { ...record, grants: withGrants(record.grants, grantsOf(intent.policy, intent.offer)) };
      return yield* keeping(
        begun,
        'working',
        onboardGuest(context, life, intent, { record: begun, groups: situation.groups, given: look.given }),
      );
    }
  }
}

/** The next day of the invitation on which somebody is told, or on which it runs out. */
function wakeOf(
  context: OrchestrationContext,
  { invitedAt }: GuestRecord,
  policy: PartnerPolicy,
): number | null {
  if (invitedAt === null) return null;
  return untilNextDay(invitedAt, invitationDays(policy), context.df.currentUtcDateTime.getTime());
}

/** Whom a removal blocked is let in by taking the block away first; the next look sees the guest without it. */
function* unblock(
  context: OrchestrationContext,
  life: Life,
  record: GuestRecord,
  { group, partner }: Grant,
): Generator<Task, Ending, unknown> {
  const forGuest = { guest: guestId(life.subject.id), partner: partnerId(partner) };
  yield* must(context, life, 'removeMember', { ...forGuest, group: groupId(group), isPlanned: false });
  const detail = { ...record, grants: record.grants.filter((grant) => grant.group !== group), removal: null };
  return { ...settled('working'), wakeAfterSeconds: 1, detail };
}

/** Everything given, on record or seen: rows of an earlier release do not say what was given. */
function offboarding({ situation, record, partner }: Look, because: RemovalCause): Offboarding {
  const { policy, groups, blockedGroup, user, stage } = situation;
  const seen = policy?.desktops.flatMap((offer) => grantsOf(policy, offer)) ?? [];
  const held = seen.filter(({ kind, group }) =>
    kind === 'access-group'
      ? groups.some((id) => id === group)
      : record.desktop?.kind === 'windows-365' && kind === 'cloud-pc-group',
  );
  return {
    because,
    partner: partner ?? record.grants[0]?.partner ?? 'unknown',
    policy,
    blockedGroup,
    hasAccount: typeof user !== 'string',
    isGroupLeaving: stage.name === 'removing' && stage.isPlanned,
    isCutByGroup: stage.isCutByGroup,
    record: { ...record, grants: withGrants(record.grants, held) },
  };
}

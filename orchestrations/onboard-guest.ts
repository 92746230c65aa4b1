import type { OrchestrationContext, Task } from 'durable-functions';
import type { LaterReason } from '../shared/domain/codes';
import type { GuestRecord } from '../shared/domain/guest-record';
import { guestId } from '../shared/domain/ids';
import type { Intent } from '../shared/domain/intent';
import { refused } from '../shared/domain/outcome';
import type { Desktop, Life } from './contract';
import { settled, type Ending } from './run-subject';
import { must, mustBeGranted, resumed, StopRun } from './stop-run';

type Admit = Intent & { kind: 'admit' };

/**
 * Trigger: a guest who accepted and is entitled. Ends: ready, with the time from acceptance; or stops at the
 * first link of the chain that is not there. When it stops an admin sees that link and what was read of it.
 * What only has to be read comes first, so that a missing preparation costs nobody a desktop.
 */
export function* onboardGuest(
  context: OrchestrationContext,
  life: Life,
  { policy, offer, acceptedAt }: Admit,
  record: GuestRecord,
): Generator<Task, Ending, unknown> {
  const { partner, accessGroup, profiles, acceptTenantWideProfile, client } = policy;
  const forGuest = { guest: guestId(life.subject.id), partner };
  const scope = { profiles, acceptTenantWideProfile };
  yield* must(context, life, 'readProfiles', { ...forGuest, ...scope, group: accessGroup });
  const groups = offer.kind === 'windows-365' ? [accessGroup, offer.cloudPcGroup] : [accessGroup];
  const wasParkedFor = (reason: LaterReason) => record.reason?.code === reason;
  for (const group of groups) {
    const wasParked = wasParkedFor('members-pending');
    yield* mustBeGranted(context, life, wasParked, 'ensureMember', { ...forGuest, group });
  }
  const lookLife = wasParkedFor('cloud-pc-provisioning') ? resumed(life) : life;
  const desktop: Desktop =
    offer.kind === 'avd-personal'
      ? yield* must(context, life, 'ensurePersonalHost', { ...forGuest, hostPools: offer.hostPools })
      : yield* must(context, lookLife, 'readCloudPc', forGuest);
  yield* mustBeGranted(context, life, wasParkedFor('client-pending'), 'ensureClient', {
    ...forGuest,
    host: desktop.host,
    target: desktop.target,
    client: {
      version: client.version,
      installerUrl: client.installerUrl,
      sha256: client.sha256,
      intuneAppId: client.intuneAppId ?? null,
      startVm: policy.startVm,
    },
  });
  const { checks } = yield* must(context, life, 'readAccess', {
    ...forGuest,
    ...scope,
    groups,
    accessGroup,
    desktop,
    clientVersion: client.version,
  });
  const broken = checks.find((check) => check.verdict === 'blocked');
  if (broken) throw new StopRun('readAccess', refused('read-back-differs', broken.observed));
  return { ...settled('ready'), detail: readyRecord(context, record, desktop, checks, acceptedAt) };
}

function readyRecord(
  context: OrchestrationContext,
  before: GuestRecord,
  desktop: Desktop,
  checks: GuestRecord['checks'],
  acceptedAt: string | null,
): GuestRecord {
  const isSameAcceptance = before.readyAt !== null && before.acceptedAt === acceptedAt;
  const readyAt =
    isSameAcceptance && before.readyAt !== null
      ? before.readyAt
      : context.df.currentUtcDateTime.toISOString();
  const acceptedToReadySeconds =
    acceptedAt === null ? null : Math.round((Date.parse(readyAt) - Date.parse(acceptedAt)) / 1000);
  const { kind, host, name } = desktop;
  const now = { desktop: { kind, host, name }, acceptedAt, readyAt, acceptedToReadySeconds, checks };
  return { ...before, ...now, reason: null, removal: null };
}

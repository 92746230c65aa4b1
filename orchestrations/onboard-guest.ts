import type { OrchestrationContext, Task } from 'durable-functions';
import type { LaterReason } from '../shared/domain/codes';
import { okCheck, warningCheck, type Check } from '../shared/domain/check';
import type { GuestRecord } from '../shared/domain/guest-record';
import type { WantedClient } from '../shared/domain/host-record';
import { guestId, type GroupId } from '../shared/domain/ids';
import type { Intent } from '../shared/domain/intent';
import { refused } from '../shared/domain/outcome';
import type { PartnerPolicy } from '../shared/domain/partner-policy';
import type { Given } from '../shared/domain/replay-inputs';
import { provenIdentityCheck } from '../shared/domain/sign-in-proof';
import type { Desktop, Life } from './contract';
import { preparationOf } from './preparation';
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
  intent: Admit,
  { record, groups, given }: { record: GuestRecord; groups: readonly GroupId[]; given: Given | null },
): Generator<Task, Ending, unknown> {
  const { policy, offer } = intent;
  const { partner, accessGroup, client } = policy;
  const forGuest = { guest: guestId(life.subject.id), partner };
  const preparation = preparationOf(policy, offer);
  yield* must(context, life, 'readPreparation', { ...forGuest, preparation });
  const wasParkedFor = (...reasons: LaterReason[]) => reasons.some((code) => record.reason?.code === code);
  // The membership of a Cloud PC group is not among what the directory was asked about.
  const memberships = [
    { group: accessGroup, isKnownAbsent: !groups.includes(accessGroup) },
    ...(offer.kind === 'windows-365' ? [{ group: offer.cloudPcGroup, isKnownAbsent: false }] : []),
  ];
  for (const membership of memberships) {
    const wasParked = wasParkedFor('members-pending');
    yield* mustBeGranted(context, life, wasParked, 'ensureMember', { ...forGuest, ...membership });
  }
  const lookLife = wasParkedFor('cloud-pc-provisioning') ? resumed(life) : life;
  const desktop: Desktop =
    offer.kind === 'avd-personal'
      ? yield* must(context, life, 'ensurePersonalHost', {
          ...forGuest,
          hostPools: offer.hostPools,
          hostReuse: policy.hostReuse,
          ...(given === null ? {} : { only: { host: given.host, pool: given.pool } }),
        })
      : yield* must(context, lookLife, 'readCloudPc', { ...forGuest, cloudPcGroup: offer.cloudPcGroup });
  const isAsked = wasParkedFor('client-pending', 'window-closed');
  yield* mustBeGranted(context, life, isAsked, 'ensureClient', {
    ...forGuest,
    host: desktop.host,
    target: desktop.target,
    client: wantedClient(policy),
  });
  const { checks } = yield* must(context, life, 'readAccess', {
    ...forGuest,
    preparation,
    desktop,
    clientVersion: client.version,
  });
  const broken = checks.find((check) => check.verdict === 'blocked');
  if (broken) throw new StopRun('readAccess', refused('read-back-differs', broken.observed));
  const proved = [identityCheck(intent), ...checks];
  return { ...settled('ready'), detail: readyRecord(context, intent, record, desktop, proved) };
}

function wantedClient({ client, startVm, maintenanceWindow }: PartnerPolicy): WantedClient {
  const { version, installerUrl, sha256, intuneAppId } = client;
  return {
    version,
    installerUrl,
    sha256,
    intuneAppId: intuneAppId ?? null,
    startVm,
    window: maintenanceWindow ?? null,
  };
}

function identityCheck({ identity }: Admit): Check {
  switch (identity.kind) {
    case 'proven':
      return provenIdentityCheck();
    case 'moved':
      return warningCheck(
        'identity',
        identity.because,
        'Ask the partner; newcomers of this domain are held until the policy is corrected.',
      ).check;
    default:
      return okCheck('identity', `redeemed as ${identity.provider}, and nothing says otherwise`).check;
  }
}

function readyRecord(
  context: OrchestrationContext,
  { acceptedAt, identity }: Admit,
  before: GuestRecord,
  desktop: Desktop,
  checks: GuestRecord['checks'],
): GuestRecord {
  const isSameAcceptance = before.readyAt !== null && before.acceptedAt === acceptedAt;
  const readyAt =
    isSameAcceptance && before.readyAt !== null
      ? before.readyAt
      : context.df.currentUtcDateTime.toISOString();
  const acceptedToReadySeconds =
    acceptedAt === null ? null : Math.round((Date.parse(readyAt) - Date.parse(acceptedAt)) / 1000);
  const { kind, host, name } = desktop;
  return {
    ...before,
    desktop: { kind, host, name },
    acceptedAt,
    readyAt,
    identityProof: identity.kind === 'proven' ? 'proven' : 'consistent',
    acceptedToReadySeconds,
    reason: null,
    checks,
    removal: null,
  };
}

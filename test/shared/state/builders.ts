import type { Notice } from '../../../shared/domain/notice';
import type { Failure } from '../../../shared/domain/failure';
import type { HostRecord } from '../../../shared/domain/host-record';
import { groupId, guestId, hostId } from '../../../shared/domain/ids';
import type { LedgerFact } from '../../../shared/domain/ledger-entry';
import { partnerPolicySchema, type PartnerPolicy } from '../../../shared/domain/partner-policy';
import type { Subject, SubjectKind } from '../../../shared/domain/subject';
import type { SubjectRow } from '../../../shared/domain/subject-row';
import type { SubscriptionRecord } from '../../../shared/domain/subscription-record';
import type { MemberWish } from '../../../shared/state/member-outbox';

export const NOON = '2026-09-01T12:00:00.000Z';
export const ONE_O_CLOCK = '2026-09-01T13:00:00.000Z';

/** A GUID that begins with `digit` and ends with `n`. */
export const guid = (n: number, digit = 'a'): string =>
  `${digit}0000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

export const subject = (n: number, kind: SubjectKind = 'guest', digit?: string): Subject => ({
  kind,
  id: guid(n, digit),
});

export const subjectRow = (of: Subject, changes: Partial<SubjectRow> = {}): SubjectRow => ({
  v: 1,
  subject: of,
  seq: 1,
  openSeq: 0,
  run: 1,
  live: true,
  token: null,
  by: 'hint-1',
  wakeAt: null,
  deadRuns: 0,
  state: 'new',
  partner: null,
  detail: null,
  ...changes,
});

export const ledgerFact = (of: Subject, opId: string, changes: Partial<LedgerFact> = {}): LedgerFact => ({
  subject: of,
  run: `${of.kind}-${of.id}-1`,
  step: 'ensureMember',
  opId,
  at: NOON,
  outcome: 'done',
  code: null,
  message: null,
  evidence: null,
  ...changes,
});

export const failure = (fingerprint: string, key: string, changes: Partial<Failure> = {}): Failure => ({
  fingerprint,
  subject: null,
  key,
  flow: 'guestLifecycle',
  step: 'ensureMember',
  code: 'forbidden',
  resource: 'group',
  message: 'the app may not write members',
  fix: 'grant GroupMember.ReadWrite.All',
  partner: 'contoso',
  run: null,
  firstSeenAt: NOON,
  lastSeenAt: NOON,
  evidence: null,
  ...changes,
});

export const hostRecord = (n: number, changes: Partial<HostRecord> = {}): HostRecord => ({
  host: hostId(guid(n, 'b')),
  target: { kind: 'cloud-pc', managedDeviceId: guid(n, 'c') },
  lease: { kind: 'clean' },
  wanted: null,
  proved: null,
  os: null,
  refused: null,
  isClientUnwanted: false,
  waiting: [],
  notBefore: null,
  isStartedByUs: false,
  isRestartPending: false,
  ...changes,
});

export const leaseOf = (n: number): HostRecord['lease'] => ({
  kind: 'leased',
  guest: guestId(guid(n)),
  at: NOON,
});

export const wish = (group: number, member: number, changes: Partial<MemberWish> = {}): MemberWish => ({
  group: groupId(guid(group, 'd')),
  member: guestId(guid(member)),
  operation: 'add',
  partner: 'contoso',
  askedAt: NOON,
  refused: null,
  ...changes,
});

export const policy = (partner: string, guests: string[] = []): PartnerPolicy =>
  partnerPolicySchema.parse({
    partner,
    homeTenant: guid(1, 'e'),
    domains: [`${partner}.example`],
    mode: { kind: 'observe' },
    admitWhen: { rule: 'listed', guests },
    accessGroup: guid(2, 'e'),
    desktops: [{ kind: 'windows-365', cloudPcGroup: guid(3, 'e') }],
    profiles: ['private'],
    acceptTenantWideProfile: false,
    client: {
      version: '2.24.117',
      installerUrl: 'https://files.example/client.exe',
      sha256: '0'.repeat(64),
      intuneAppId: guid(4, 'e'),
    },
    startVm: 'never',
    account: { rule: 'keep' },
    onPartnerEvent: 'propose',
    onGroupDrift: 'report',
  });

export const subscriptionRecord = (
  key: string,
  changes: Partial<SubscriptionRecord> = {},
): SubscriptionRecord => ({
  key,
  resource: 'users',
  id: null,
  clientStateHash: '0'.repeat(64),
  createdAt: NOON,
  expiresAt: ONE_O_CLOCK,
  patchedAt: NOON,
  askedAt: null,
  retiredAt: null,
  heardAt: null,
  ...changes,
});

/** A welcome of guest `n` that waits since noon. */
export const notice = (n: number, changes: Partial<Notice> = {}): Notice => ({
  about: `guest-${guid(n)}`,
  kind: 'guest-welcome',
  occasion: NOON,
  guest: guid(n),
  partner: 'contoso',
  to: guid(n),
  channel: 'mail',
  cause: null,
  recordedAt: NOON,
  dueAt: NOON,
  state: 'waiting',
  tries: 0,
  nextTryAt: NOON,
  trouble: null,
  sentAt: null,
  ...changes,
});

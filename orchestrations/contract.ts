import { z } from 'zod';
import type { Check } from '../shared/domain/check';
import { REMOVAL_CAUSES } from '../shared/domain/guest-record';
import type { GuestSituation } from '../shared/domain/guest-facts';
import { hostTargetSchema, wantedClientSchema, type HostRecord } from '../shared/domain/host-record';
import { groupId, guestId, hostId, isGuid, partnerId, tenantId } from '../shared/domain/ids';
import { policyFields } from '../shared/domain/partner-policy';
import type { PartnerStage } from '../shared/domain/partner-stage';
import type { Receipt } from '../shared/domain/receipt';
import { noticeSchema, type NoticeKind } from '../shared/domain/notice';
import { ORDER_ACTIONS, type OrderAction } from '../shared/domain/removal-order';
import { subjectSchema } from '../shared/domain/subject';
import { TENANT_ACTIONS } from '../shared/domain/tenant-action';
import type { UndoInstruction } from '../shared/domain/undo-instruction';
import type { UndoDeed } from '../shared/domain/undo-record';

const guid = <T>(brand: (text: string) => T) => z.string().refine(isGuid, 'must be a GUID').transform(brand);

/** Names the one execution that asks, so that an activity can see whether it may still act. */
export const lifeSchema = z.object({
  subject: subjectSchema,
  run: z.int().positive(),
  token: z.string().min(1),
  /** How long settle has waited inside this step: after a long wait a newer hint ends the run. */
  waitedSeconds: z.number().min(0),
});
export type Life = z.infer<typeof lifeSchema>;

/** A run of another release does not say it. */
const hostReuse = policyFields.hostReuse;

/** What of a partner's policy has to be prepared before a guest of one offer can be let in. */
const preparation = z.object({
  homeTenant: guid(tenantId),
  accessGroup: guid(groupId),
  offer: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('avd-personal'), hostPools: z.array(z.string()).min(1), hostReuse }),
    z.object({ kind: z.literal('windows-365'), cloudPcGroup: guid(groupId) }),
  ]),
  profiles: z.array(z.enum(['m365', 'internet', 'private'])),
  acceptTenantWideProfile: z.boolean(),
  privateApps: z.array(z.string()),
  hasDesktopRight: z.boolean(),
});
export type Preparation = z.output<typeof preparation>;
const forGuest = z.object({
  life: lifeSchema,
  guest: guid(guestId),
  partner: z.string().transform(partnerId),
});
/** An approved plan that runs names the guest: the partner's mode does not stop it. */
const isPlanned = z.boolean().optional();
const forPartner = z.object({ life: lifeSchema, partner: z.string().transform(partnerId) });
const forHost = z.object({ life: lifeSchema, host: guid(hostId) });
const desktop = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('avd-personal'),
    host: guid(hostId),
    name: z.string(),
    target: hostTargetSchema,
  }),
  z.object({
    kind: z.literal('windows-365'),
    host: guid(hostId),
    name: z.string(),
    target: hostTargetSchema,
  }),
]);
export type Desktop = z.infer<typeof desktop>;

/** What each activity takes; parsed at its door, so that a flow of another release meets a clear error. */
export const activityInputs = {
  openSubject: z.object({ life: lifeSchema }),
  closeSubject: z.object({
    life: lifeSchema,
    /** Null = as it was: a superseded or broken look leaves the state to the next one. */
    state: z.string().nullable(),
    wakeAt: z.iso.datetime().nullable(),
    partner: z.string().nullable(),
    /** Null = as it was. */
    detail: z.unknown(),
    reason: z.object({ code: z.string(), message: z.string() }).nullable(),
  }),
  readGuestSituation: z.object({
    life: lifeSchema,
    guest: guid(guestId),
    /** The partner the row belongs to: of a guest that is gone nobody else tells it. */
    partner: z.string().nullable(),
    /** The acceptance (ISO 8601) whose identity is proven already, so that the sign-in log is left alone; null = none. */
    provenFor: z.string().nullable(),
  }),
  readReadiness: forGuest.extend({ preparation }),
  readPreparation: forGuest.extend({ preparation }),
  ensureMember: forGuest.extend({
    group: guid(groupId),
    isPlanned,
    /** The directory has just said that the guest is not in it. */
    isKnownAbsent: z.boolean().optional(),
  }),
  ensurePersonalHost: forGuest.extend({
    hostPools: z.array(z.string()).min(1),
    hostReuse,
    /** What a replay gave to this run: where no host is leased yet, this one, or one of this pool, and no other. */
    only: z.object({ host: z.string().nullable(), pool: z.string().nullable() }).optional(),
  }),
  readCloudPc: forGuest.extend({ cloudPcGroup: guid(groupId) }),
  ensureClient: forGuest.extend({ host: guid(hostId), target: hostTargetSchema, client: wantedClientSchema }),
  readAccess: forGuest.extend({
    preparation,
    desktop,
    clientVersion: z.string(),
  }),
  permitRemoval: forGuest.extend({ because: z.enum(REMOVAL_CAUSES) }),
  removeMember: forGuest.extend({ group: guid(groupId), isPlanned: z.boolean() }),
  endSessions: forGuest.extend({ pass: z.enum(['before-leaving', 'after-leaving']), isPlanned }),
  freePersonalHost: forGuest.extend({ isPlanned }),
  ensureOrder: forGuest.extend({
    action: z.enum(ORDER_ACTIONS),
    target: z.string().nullable(),
    plan: z.string().nullable(),
    /** When this removal, or undo, began: an older order is another one's. */
    since: z.iso.datetime(),
  }),
  readRemoval: forGuest.extend({
    groups: z.array(guid(groupId)),
    expectAccount: z.enum(['any', 'disabled', 'gone']),
  }),
  readUndo: forGuest.extend({ plan: z.string() }),
  ensureFormerHost: forGuest.extend({ host: guid(hostId), isPlanned }),
  recordUndo: forGuest.extend({ plan: z.string(), refusal: z.string().nullable() }),
  readOrders: z.object({ life: lifeSchema }),
  executeOrder: z.object({ life: lifeSchema, action: z.enum(ORDER_ACTIONS) }),
  readPartnerJob: z.object({ life: lifeSchema }),
  cutPartner: forPartner,
  uncutPartner: forPartner,
  /** `after`: id of the host, or guest, that the wave before ended with; empty = none. */
  drainPartner: forPartner.extend({ after: z.string(), restart: z.boolean() }),
  recordLook: forPartner.extend({ at: z.iso.datetime(), found: z.int().min(0) }),
  hintPartner: forPartner.extend({ after: z.string(), only: z.enum(['all', 'live', 'working']) }),
  topUpRemoval: forPartner,
  leaveAccessGroup: forPartner,
  finishRemoval: forPartner,
  ensureTenantOrder: forPartner.extend({ action: z.enum(TENANT_ACTIONS) }),
  confirmRemoved: forPartner,
  readReplayed: z.object({ life: lifeSchema }),
  askReplayed: z.object({ life: lifeSchema }),
  recordReplay: z.object({ life: lifeSchema }),
  topUpUndo: forPartner.extend({ plan: z.string() }),
  finishUndo: forPartner.extend({ plan: z.string() }),
  recordFailure: z.object({
    life: lifeSchema,
    step: z.string(),
    code: z.string(),
    message: z.string(),
    fix: z.string(),
    resource: z.string(),
    partner: z.string().nullable(),
  }),
  resolveFailures: z.object({ life: lifeSchema }),
  recordNotices: forGuest.extend({
    notices: z.array(noticeSchema.pick({ kind: true, occasion: true, cause: true })).min(1),
  }),
  readHostRecord: forHost,
  ensureVmRunning: forHost,
  ensureInstallCommand: forHost.extend({ location: z.string() }),
  readInstallCommand: forHost.extend({ command: z.string() }),
  readAppInstallation: forHost,
  recordClient: forHost.extend({
    proved: z.object({ version: z.string() }).nullable(),
    refused: z.object({ version: z.string(), code: z.string(), message: z.string() }).nullable(),
    command: z.string().nullable(),
    os: z.object({ build: z.string(), edition: z.string() }).nullable(),
    isRestartPending: z.boolean(),
    /** The machine is left alone until then (ISO 8601). */
    notBefore: z.iso.datetime().nullable(),
  }),
  ensureVmAtRest: forHost,
  ensureUninstallCommand: forHost.extend({ location: z.string() }),
  readUninstallCommand: forHost.extend({ command: z.string() }),
  /** `isGone`: it was seen that the client is not there any more. */
  recordUninstall: forHost.extend({ isGone: z.boolean(), isRestartPending: z.boolean() }),
  readMemberWishes: z.object({ life: lifeSchema }),
  applyMemberWishes: z.object({
    life: lifeSchema,
    operation: z.enum(['add', 'remove']),
    members: z.array(guid(guestId)).min(1).max(20),
  }),
} as const;

export type ActivityName = keyof typeof activityInputs;
/** As the activity receives it. */
export type ActivityInput<N extends ActivityName> = z.output<(typeof activityInputs)[N]>;

/** What an install proved. */
export interface InstalledClient {
  version: string;
  isRestartPending: boolean;
  os: { build: string; edition: string } | null;
}

/** What each activity answers in `done`. */
export interface ActivityOutputs {
  /** `deadRuns`: runs right before this one that died; absent in answers of the release before. */
  openSubject: { state: string; partner: string | null; detail: unknown; deadRuns?: number };
  closeSubject: { closed: boolean };
  /** `undo`: what a running undo asks of the guest; absent or null = nothing. */
  readGuestSituation: GuestSituation & { undo?: UndoInstruction | null };
  readReadiness: { checks: Check[] };
  readPreparation: { checks: Check[] };
  ensureMember: { changed: boolean; receipts: Receipt[] };
  ensurePersonalHost: Desktop & { changed: boolean; receipts: Receipt[] };
  readCloudPc: Desktop;
  ensureClient: { version: string };
  readAccess: { checks: Check[] };
  /** `endsGrace`: the plan has the guest's Cloud PC deleted at once. */
  permitRemoval: { plan: string | null; endsGrace?: boolean };
  removeMember: { receipts: Receipt[] };
  endSessions: { receipts: Receipt[] };
  /** `stays`: adopted hosts that were left as they are. */
  freePersonalHost: { receipts: Receipt[]; stays?: string[] };
  ensureOrder: { receipts: Receipt[] };
  readRemoval: { checks: Check[] };
  /** `deeds`: what the undo comes to; `todo`: what of it is left to do. */
  readUndo: { refusal: string | null; deeds: UndoDeed[]; todo: UndoDeed[] };
  ensureFormerHost: { name: string; receipts: Receipt[] };
  recordUndo: { recorded: boolean };
  readOrders: { actions: OrderAction[] };
  executeOrder: { executed: boolean; receipts: Receipt[] };
  /** `undo`: id of the undo that is to be carried out; absent or null = none. */
  readPartnerJob: { stage: PartnerStage; undo?: string | null };
  cutPartner: { isCut: boolean };
  uncutPartner: { isOpen: boolean };
  drainPartner: { found: number; next: string | null };
  recordLook: { isOver: boolean };
  hintPartner: { next: string | null };
  topUpRemoval: { state: 'going' | 'paused' | 'stopped' | 'over'; inFlight: number };
  leaveAccessGroup: { left: number };
  finishRemoval: { isFinished: boolean };
  ensureTenantOrder: { receipts: Receipt[] };
  confirmRemoved: { made: number };
  /** `going`: the next may be asked; `waiting`: those in flight end first; `idle`: it was not started, or is finished. */
  readReplayed: { state: 'idle' | 'going' | 'waiting' | 'paused' | 'over'; inFlight: number };
  askReplayed: { asked: number; skipped: number };
  recordReplay: { isRecorded: boolean };
  topUpUndo: { state: 'going' | 'paused' | 'stopped' | 'over'; inFlight: number };
  finishUndo: { isFinished: boolean };
  recordFailure: { fingerprint: string };
  resolveFailures: { closed: number; fingerprints: string[] };
  recordNotices: { recorded: NoticeKind[] };
  readHostRecord: HostRecord;
  ensureVmRunning: { location: string };
  ensureVmAtRest: { did: 'nothing' | 'restarted' | 'deallocated' | 'left-to-session' };
  ensureInstallCommand: { command: string };
  /** `command` null: somebody has the host again, and the client stays. */
  ensureUninstallCommand: { command: string | null };
  readUninstallCommand: { isRestartPending: boolean };
  recordUninstall: { receipts: Receipt[] };
  readInstallCommand: InstalledClient;
  readAppInstallation: InstalledClient;
  recordClient: { recorded: boolean };
  readMemberWishes: { add: string[]; remove: string[] };
  applyMemberWishes: { applied: number };
}

/** Names of the flows, as the engine knows them. */
export const FLOW_OF_KIND = {
  guest: 'guestLifecycle',
  host: 'hostLifecycle',
  group: 'groupMembers',
  job: 'partnerJob',
  order: 'removalOrders',
  replay: 'replayJob',
} as const;

/** What a flow is started with; its subject and number are also in its instance id. */
export const flowInputSchema = z.object({ subject: subjectSchema, run: z.int().positive() });
export type FlowInput = z.infer<typeof flowInputSchema>;

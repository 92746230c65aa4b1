import type { Accounts } from '../../shared/clients/accounts';
import type { Directory } from '../../shared/clients/directory';
import { isAdoptedIn, keepsCloudPc } from '../../shared/domain/adopted';
import { guestRecord } from '../../shared/domain/guest-record';
import { KILL_SWITCH, killSwitchSchema } from '../../shared/domain/kill-switch';
import type { PartnerStage } from '../../shared/domain/partner-stage';
import { isApprovedReplay, type PlanRecord } from '../../shared/domain/plan-record';
import { willChange } from '../../shared/domain/undo-plan';
import type { OrderFacts, RemovalOrder } from '../../shared/domain/removal-order';
import type { Cursors } from '../../shared/state/cursors';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Partners } from '../../shared/state/partners';
import type { Plans } from '../../shared/state/plans';
import { removesByReplay } from './approved-replay';
import type { Subjects } from '../../shared/state/subjects';
import type { ExclusionReader } from './read-exclusion';
import type { PlanBodyReader } from './remembering-plan-body';

interface Deps {
  exclusion: ExclusionReader;
  accounts: Accounts;
  directory: Directory;
  partners: Partners;
  stages: PartnerStages;
  plans: Plans;
  cursors: Cursors;
  readPlanBody: PlanBodyReader;
  now: () => Date;
  subjects: Subjects;
}

/** Reads all that the gateway judges an order by, each from whoever owns it. Changes nothing. */
export type OrderFactsReader = (order: RemovalOrder) => Promise<OrderFacts>;

export const readOrderFacts =
  (deps: Deps): OrderFactsReader =>
  async (order) => {
    const { guest, partner } = order;
    const policy = (await deps.partners.read(partner))?.value;
    const user = await deps.directory.readUser(guest);
    const isGone = user === undefined;
    const nowhere = isGone && (await deps.directory.isSoftDeleted(guest)) ? 'soft-deleted' : 'absent';
    const account = isGone ? undefined : await deps.accounts.read(guest, policy?.homeTenant ?? null);
    const stored = await deps.cursors.read(KILL_SWITCH);
    return {
      user: user ?? nowhere,
      account,
      policy,
      isPlanned: await isPlanned(deps, order),
      isGraceEnded: await isGraceEnded(deps, order),
      exclusion: await deps.exclusion(guest),
      isAdopted: await isAdopted(deps, order),
      isKilled: stored !== undefined && killSwitchSchema.parse(stored.value.detail).isOn,
    };
  };

/** Whether the order's plan ends grace periods; that it was approved and runs is asked apart. */
async function isGraceEnded({ plans }: Deps, { plan }: RemovalOrder): Promise<boolean> {
  return plan !== null && (await plans.read(plan))?.value.endsGrace === true;
}

/** Whether the order's group, or Cloud PC, was the guest's before Gatehouse; an account is nobody's grant. */
async function isAdopted({ subjects }: Deps, { guest, target, action }: RemovalOrder): Promise<boolean> {
  if (target === null) return false;
  const record = guestRecord((await subjects.read({ kind: 'guest', id: guest }))?.value.detail);
  if (action === 'leave-cloud-pc-group' && keepsCloudPc(record)) return true;
  return isAdoptedIn(record, target) || record.adoptedHosts.includes(target.toLowerCase());
}

/** Whether the plan names the guest; undefined where it was not approved by a second person, or does not run. */
async function isPlanned(deps: Deps, order: RemovalOrder) {
  const record = order.plan === null ? undefined : (await deps.plans.read(order.plan))?.value;
  if (record === undefined) return undefined;
  return record.kind === 'undo' ? isInUndo(deps, record, order) : isInRemoval(deps, record, order);
}

async function isInRemoval(
  { plans, stages, now }: Deps,
  record: PlanRecord,
  { partner, guest }: RemovalOrder,
) {
  if (isApprovedReplay(record, now().toISOString())) return removesByReplay(plans, record.id, guest);
  if (!isRunningApproved(record)) return undefined;
  const isOfStage = isAtIt((await stages.read(partner))?.value, record.hash);
  return isOfStage ? plans.names(record.id, { kind: 'guest', id: guest }) : undefined;
}

/**
 * Whether the frozen plan of an undo has this very action for the guest; undefined where the undo was not started, or
 * not approved though it had to be.
 */
async function isInUndo({ readPlanBody }: Deps, record: PlanRecord, { guest, action }: RemovalOrder) {
  const { start, state, hash, needsApproval } = record;
  if (start === null || (state !== 'running' && state !== 'paused')) return undefined;
  if (needsApproval && !isApproved(record)) return undefined;
  const { subjects } = await readPlanBody(hash);
  const planned = subjects.find(({ subject }) => subject.id === guest);
  return planned?.steps.some((step) => step.step === action && willChange(step)) ?? false;
}

const isApproved = ({ approval, createdBy }: PlanRecord): boolean =>
  approval !== null && approval.by !== createdBy;

/** An account that is deleted days later is deleted by a plan that is finished by then. */
export const isRunningApproved = (record: PlanRecord): boolean =>
  (record.state === 'running' || record.state === 'finished') && isApproved(record);

export const isAtIt = (stage: PartnerStage | undefined, hash: string): boolean =>
  stage !== undefined &&
  (stage.stage === 'removing' || stage.stage === 'removed') &&
  stage.plan?.hash === hash;

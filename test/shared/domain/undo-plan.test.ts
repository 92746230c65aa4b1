import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { GuestSituation, UserFacts } from '../../../shared/domain/guest-facts';
import { guestId } from '../../../shared/domain/ids';
import { judgeUndoStep } from '../../../shared/domain/judge-undo-step';
import { CHANGES, receiptOf, type Receipt } from '../../../shared/domain/receipt';
import type { RunReceipt } from '../../../shared/domain/run-receipts';
import { willChange } from '../../../shared/domain/undo-plan';
import type { FormerHost, UndoSight } from '../../../shared/domain/undo-sight';
import { inversesOf } from '../../../shared/domain/undo-step';
import { contosoPolicy, CLOUD_PC_GROUP } from '../../support/contoso-policy';
import { guid, NOON } from '../state/builders';

const GUEST = guestId(guid(1));
const GROUPS = [guid(1, 'd'), guid(2, 'd')];
const HOST = guid(1, 'f');
type Change = Receipt['change'];

const told = (change: Change, on: string): RunReceipt => ({
  run: `guest-${GUEST}-5`,
  at: NOON,
  receipt: receiptOf(change, GUEST, on, { before: null, after: null }, new Date(NOON)),
});

interface World {
  groups: string[];
  hasHost: boolean;
  isEnabled: boolean;
  isDeleted: boolean;
}

const USER: UserFacts = {
  id: GUEST,
  userType: 'Guest',
  externalUserState: 'Accepted',
  externalUserStateChangedAt: NOON,
  creationType: 'Invitation',
  accountEnabled: true,
  issuers: [],
  domain: 'contoso.com',
};

function sightOf(world: World, changes: Partial<UndoSight> = {}): UndoSight {
  const { groups, hasHost, isEnabled, isDeleted } = world;
  const user = isDeleted ? ('soft-deleted' as const) : { ...USER, accountEnabled: isEnabled };
  const host: FormerHost = {
    lease: hasHost ? 'guest' : 'free-of-guest',
    isThere: true,
    assigned: hasHost ? 'guest' : 'nobody',
  };
  return {
    situation: { user, blockedGroup: null } as unknown as GuestSituation,
    policy: contosoPolicy(),
    memberOf: isDeleted ? [] : groups,
    goneGroups: [],
    hosts: { [HOST]: host },
    leasedHost: hasHost ? HOST : null,
    cloudPc: 'not-asked',
    ...changes,
  };
}

/** What each change, and each step, does to the world. */
const EFFECTS: Partial<Record<string, (world: World, on: string) => World>> = {
  'member-added': (world, on) => ({ ...world, groups: [...new Set([...world.groups, on])].sort() }),
  'member-removed': (world, on) => ({ ...world, groups: world.groups.filter((one) => one !== on) }),
  'host-assigned': (world) => ({ ...world, hasHost: true }),
  'host-released': (world) => ({ ...world, hasHost: false }),
  'account-enabled': (world) => ({ ...world, isEnabled: true }),
  'account-disabled': (world) => ({ ...world, isEnabled: false }),
  'account-deleted': (world) => ({ ...world, isDeleted: true }),
  'account-restored': (world) => ({ ...world, isDeleted: false }),
};
const STEP_IS: Record<string, Change> = {
  ensureMember: 'member-added',
  removeMember: 'member-removed',
  ensureFormerHost: 'host-assigned',
  freePersonalHost: 'host-released',
  'enable-account': 'account-enabled',
  'disable-account': 'account-disabled',
  'restore-account': 'account-restored',
  'delete-account': 'account-deleted',
};

/** One change that is possible in the world: of the thing that `pick` names. */
function changeIn(world: World, pick: number): [Change, string] {
  if (world.isDeleted) return ['account-restored', GUEST];
  const group = GROUPS[pick % 2]!;
  const possible: [Change, string][] = [
    [world.groups.includes(group) ? 'member-removed' : 'member-added', group],
    [world.hasHost ? 'host-released' : 'host-assigned', HOST],
    [world.isEnabled ? 'account-disabled' : 'account-enabled', GUEST],
    ['account-deleted', GUEST],
  ];
  return possible[pick % 4]!;
}

function undone(world: World, changes: readonly RunReceipt[]): World {
  const inverses = inversesOf(changes).flatMap((one) => ('step' in one ? [one] : []));
  const restores = inverses.some(({ step }) => step === 'restore-account');
  return inverses.reduce((now, { step, on }) => {
    const judged = judgeUndoStep({ step, on, until: null, restores, at: NOON }, sightOf(now));
    return willChange(judged) ? EFFECTS[STEP_IS[step]!]!(now, on) : now;
  }, world);
}

const worlds = fc.record({
  groups: fc.subarray(GROUPS),
  hasHost: fc.boolean(),
  isEnabled: fc.boolean(),
  // Nobody changes anything of an account that is deleted, and no run brings one back to delete it again.
  isDeleted: fc.constant(false),
});

describe('an undo', () => {
  it('of whatever a run changed gives what there was before, and undone again changes nothing', () => {
    fc.assert(
      fc.property(worlds, fc.array(fc.nat(7), { maxLength: 12 }), (before, picks) => {
        let world: World = before;
        const changes = picks.map((pick) => {
          const [change, on] = changeIn(world, pick);
          world = EFFECTS[change]!(world, on);
          return told(change, on);
        });
        const after = undone(world, changes);
        expect(after).toEqual(before);
        expect(undone(after, changes)).toEqual(before);
      }),
    );
  });

  it.each(CHANGES)('has an inverse for %s, or says why there is none', (change) => {
    const [inverse] = inversesOf([told(change, GUEST)]);
    const isForGood = 'never' in inverse!;
    expect(isForGood || STEP_IS[inverse!.step] !== undefined).toBe(true);
  });

  it('restores accounts before all else, and takes the block away after all that is given', () => {
    const changes = (
      [
        'member-added',
        'session-ended',
        'member-removed',
        'host-released',
        'account-disabled',
        'account-deleted',
      ] as const
    ).map((change, at) => told(change, at === 0 ? GROUPS[0]! : at === 2 ? GROUPS[1]! : HOST));
    const steps = inversesOf(changes).map((one) => ('step' in one ? one.step : 'never'));
    expect(steps).toEqual([
      'restore-account',
      'enable-account',
      'ensureFormerHost',
      'ensureMember',
      'removeMember',
      'never',
    ]);
  });
});

describe('a step of an undo cannot be done', () => {
  const world: World = { groups: [], hasHost: false, isEnabled: false, isDeleted: false };
  const host = (changes: Partial<FormerHost>) => ({
    hosts: {
      [HOST]: { lease: 'free-of-guest' as const, isThere: true, assigned: 'nobody' as const, ...changes },
    },
  });
  const gone = { situation: { user: 'absent' } as unknown as GuestSituation };
  const deleted = { situation: { user: 'soft-deleted' } as unknown as GuestSituation };
  it.each([
    ['ensureFormerHost', HOST, host({ lease: 'clean' }), 're-imaged or declared clean'],
    ['ensureFormerHost', HOST, host({ lease: 'other' }), 'leased to somebody else'],
    ['ensureFormerHost', HOST, host({ isThere: false }), 'not in its pool any more'],
    ['ensureFormerHost', HOST, host({ assigned: 'other' }), 'assigned host'],
    ['ensureFormerHost', HOST, { leasedHost: guid(2, 'f') }, 'has host'],
    ['ensureFormerHost', HOST, { hosts: {} }, 'not known any more'],
    ['ensureMember', GROUPS[0]!, { goneGroups: GROUPS }, 'is gone'],
    ['ensureMember', CLOUD_PC_GROUP, { cloudPc: 'gone' }, 'was deprovisioned'],
    ['ensureMember', GROUPS[0]!, deleted, 'undo the run that deleted it'],
    ['enable-account', GUEST, gone, 'gone for good'],
    ['restore-account', GUEST, gone, 'deleted for good'],
  ] as const)('%s on %s: %#', (step, on, changes, because) => {
    const asked = { step, on, until: null, restores: false, at: NOON };
    expect(judgeUndoStep(asked, sightOf(world, changes as Partial<UndoSight>))).toEqual({
      verdict: 'blocked',
      because: expect.stringContaining(because),
    });
  });

  it('where the time in which an account can be restored is over', () => {
    const asked = { step: 'restore-account' as const, on: GUEST, restores: true, at: NOON };
    const sight = sightOf({ ...world, isDeleted: true });
    expect(judgeUndoStep({ ...asked, until: NOON }, sight).verdict).toBe('blocked');
    expect(judgeUndoStep({ ...asked, until: '2099-01-01T00:00:00.000Z' }, sight).verdict).toBe('will-create');
  });
});

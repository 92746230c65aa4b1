import { describe, expect, it } from '@jest/globals';
import { guestId } from '../../../shared/domain/ids';
import { judgeOrder, type OrderFacts, type RemovalOrder } from '../../../shared/domain/removal-order';
import { contosoPolicy } from '../../support/contoso-policy';
import { guid, NOON } from '../state/builders';

const order = (plan: string | null): RemovalOrder => ({
  guest: guestId(guid(1)),
  action: 'end-grace-period',
  partner: contosoPolicy().partner,
  target: guid(1, 'c'),
  plan,
  askedAt: NOON,
  askedBy: 'guest-1',
  state: 'asked',
  refused: null,
  before: null,
  receipt: null,
});
const facts = (changes: Partial<OrderFacts> = {}): OrderFacts => ({
  user: 'soft-deleted',
  account: undefined,
  policy: contosoPolicy(),
  isPlanned: true,
  isGraceEnded: true,
  isAdopted: false,
  isKilled: false,
  exclusion: 'not-named',
  ...changes,
});

describe('the end of a grace period', () => {
  it.each<[string, string | null, Partial<OrderFacts>, string | undefined]>([
    ['an approved plan that says so', guid(5), {}, undefined],
    ['a plan that does not say so', guid(5), { isGraceEnded: false }, 'not-in-plan'],
    ['no plan, whatever the cap', null, { isGraceEnded: false, isPlanned: undefined }, 'not-in-plan'],
    ['a plan that does not name the guest', guid(5), { isPlanned: false }, 'not-in-plan'],
    ['a plan that does not run', guid(5), { isPlanned: undefined }, 'not-in-plan'],
    ['the kill switch', guid(5), { isKilled: true }, 'kill-switch'],
  ])('takes %s', (_name, plan, changes, code) => {
    expect(judgeOrder(order(plan), facts(changes))?.code).toBe(code);
  });
});

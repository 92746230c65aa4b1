import { afterEach, describe, expect, it } from '@jest/globals';
import type { Ports } from '../../functions/ports';
import { partnerJob } from '../../shared/domain/partner-cut';
import { guid } from '../shared/state/builders';
import { ACCESS_GROUP } from '../support/contoso-policy';
import type { Desk } from '../support/offboarding-desk';
import { letGo, removalRig } from '../support/removal-rig';

let rig: Desk | undefined;
afterEach(() => rig?.product.stop());

/** Calls `then` as soon as the step was first written down: right after its effect. */
function after(ports: Ports, step: string, then: () => Promise<unknown>): Ports {
  const append = ports.ledger.append.bind(ports.ledger);
  let isOver = false;
  ports.ledger.append = async (fact) => {
    const entry = await append(fact);
    if (fact.step === step && !isOver) {
      isOver = true;
      await then();
    }
    return entry;
  };
  return ports;
}

const GUESTS = [guid(1), guid(2)];

describe('a removal that somebody stops', () => {
  it.each([
    'readPartnerJob',
    'cutPartner',
    'drainPartner',
    'topUpRemoval',
    'permitRemoval',
    'endSessions',
    'freePersonalHost',
    'ensureOrder',
    'executeOrder',
    'readRemoval',
    'leaveAccessGroup',
  ])(
    'right after %s did its work leaves each guest removed, or as it was, or held with the reason',
    async (step) => {
      const stop = async () => {
        const [plan] = await desk.product.ports.plans.list();
        await desk.ask('stopOffboardingPlan', { plan: plan!.id }, { reason: 'wrong partner' });
      };
      const desk = await removalRig((ports) => after(ports, step, stop));
      rig = desk;
      const { product, tenant } = desk;
      const plan = await desk.approved();
      await desk.run(plan);
      await letGo(desk);
      expect(await desk.plan(plan.id)).toMatchObject({ state: 'stopped' });
      expect(await desk.stage()).toMatchObject({ stage: 'cut', cut: { at: expect.any(String) } });
      expect((await product.row(partnerJob('contoso').id, 'job')).live).toBe(false);
      expect(new Set(tenant.effects).size).toBe(tenant.effects.length);
      for (const id of GUESTS) {
        await product.hint(id);
        const guest = await product.guest(id);
        const isEnabled = tenant.users.get(id as never)!.accountEnabled;
        const hasHost = tenant.hosts.some(({ assignedUser }) => assignedUser === `${id}@tenant`);
        expect([guest.state, isEnabled, hasHost]).toEqual(
          guest.state === 'removed'
            ? ['removed', false, false]
            : ['held', true, guest.desktop !== null && hasHost],
        );
        if (guest.state === 'held') expect(guest.reason?.message).toMatch(/\w+/);
        expect(tenant.group(ACCESS_GROUP).has(id) || guest.state === 'removed').toBe(true);
      }
    },
  );
});

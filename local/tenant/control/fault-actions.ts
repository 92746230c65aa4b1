import { z } from 'zod';
import { faultRuleInput } from '../core/fault-rules';
import { deltaEpoch, resetDeltaEpoch } from '../directory/delta-token';
import { controlAction } from './control-action';
import { ControlFailure } from './control-failure';

export const faultActions = {
  addFault: controlAction('Makes requests fail by rule', faultRuleInput, ({ tenant }, input) =>
    tenant.faults.add(input),
  ),
  removeFault: controlAction(
    'Takes one fault rule back',
    z.strictObject({ id: z.string() }),
    ({ tenant }, { id }) => {
      if (!tenant.faults.remove(id))
        throw new ControlFailure(`There is no fault rule '${id}'; list-faults shows those in force`);
      return { removed: id };
    },
  ),
  clearFaults: controlAction('Takes all fault rules back', z.strictObject({}), ({ tenant }) => {
    tenant.faults.clear();
    return { faults: [] };
  }),
  listFaults: controlAction(
    'Lists the fault rules and how often each struck',
    z.strictObject({}),
    ({ tenant }) => tenant.faults.list(),
  ),
  setReplicationLag: controlAction(
    'Sets how long a write stays invisible to reads',
    z.strictObject({ ms: z.number().int().nonnegative() }),
    ({ tenant }, { ms }) =>
      tenant.commit(() => {
        tenant.settings.replicationLagMs = ms;
        return { replicationLagMs: ms };
      }),
  ),
  resetDelta: controlAction(
    'Makes every delta token out there answer 410',
    z.strictObject({}),
    ({ tenant }) =>
      tenant.commit(() => {
        resetDeltaEpoch(tenant);
        return { epoch: deltaEpoch(tenant) };
      }),
  ),
  setSwitch: controlAction(
    'Turns a named switch of unproven behaviour',
    z.strictObject({ name: z.string(), value: z.union([z.boolean(), z.number(), z.string()]) }),
    ({ tenant }, { name, value }) => {
      const known = tenant.switches.all()[name];
      if (known === undefined)
        throw new ControlFailure(`There is no switch '${name}'; list-switches shows them all`);
      if (typeof known !== typeof value)
        throw new ControlFailure(`Switch '${name}' takes a ${typeof known}, not ${JSON.stringify(value)}`);
      tenant.switches.set(name, value);
      return { [name]: value };
    },
  ),
  listSwitches: controlAction('Lists the switches in force', z.strictObject({}), ({ tenant }) =>
    tenant.switches.all(),
  ),
  listCallers: controlAction(
    'Shows calls, writes, refusals and offences against Retry-After by application',
    z.strictObject({}),
    ({ tenant }) => tenant.throttles.list(),
  ),
  resetCallers: controlAction(
    'Sets the counters of list-callers to zero',
    z.strictObject({}),
    ({ tenant }) => {
      tenant.throttles.reset();
      return { callers: [] };
    },
  ),
};

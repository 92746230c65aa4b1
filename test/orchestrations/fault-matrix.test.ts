import { afterEach, describe, expect, it } from '@jest/globals';
import type { Ports } from '../../functions/ports';
import { contosoPolicy } from '../support/contoso-policy';
import { cutOff } from '../support/cut-off';
import { MemoryTenant } from '../support/memory-tenant';
import { productUnderTest, type ProductUnderTest } from '../support/product-under-test';
import { BLOCKED_GROUP, CONTOSO_TENANT } from '../support/contoso-policy';
import { guid } from '../shared/state/builders';

/** Two guests of each kind: what two runs share is in play too. */
const GUESTS = [guid(1), guid(2), guid(3), guid(4)];
const KINDS = ['guest', 'host', 'group', 'job'] as const;

interface Rig {
  product: ProductUnderTest;
  tenant: MemoryTenant;
}

let rig: Rig | undefined;
afterEach(() => rig?.product.stop());

/**
 * That a turn says the same when it is played again is held for the calm run, and by the tests of each flow; here it
 * would double the time of everything.
 */
async function start(wrap?: (ports: Ports) => Ports, hasGuards = false): Promise<Rig> {
  const tenant = new MemoryTenant(5);
  const product = await productUnderTest({
    capabilities: (now) => tenant.capabilities(now),
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: BLOCKED_GROUP },
    hasGuards,
    ...(wrap === undefined ? {} : { wrap }),
  });
  await product.ports.partners.put(contosoPolicy(), undefined);
  return (rig = { product, tenant });
}

/** Lets four guests in, whatever strikes meanwhile, with the watchman's ticks for what only he finds. */
async function run({ product, tenant }: Rig): Promise<void> {
  const now = product.host.clock.now();
  for (const n of [1, 2, 3, 4]) tenant.admit(n, now, { cloudPc: n > 2 });
  for (const id of GUESTS) await product.hint(id);
  for (let tick = 0; tick < 10; tick += 1) {
    await product.advance(300);
    await product.watch();
  }
}

/** Which host a guest gets is chance where guests come at once: hosts are named after who got them. */
function byOwner({ tenant }: Rig, line: string): string {
  return tenant.hosts.reduce(
    (text, { name, vmId, assignedUser }) =>
      text
        .replaceAll(name, `host of ${assignedUser ?? 'nobody'}`)
        .replaceAll(vmId ?? name, `machine of ${assignedUser ?? 'nobody'}`),
    line,
  );
}

/** What must be the same whatever struck: the tenant, and what we say of it; a line for each fact. */
async function endOf(rig: Rig): Promise<string[]> {
  const { product, tenant } = rig;
  const lines: unknown[] = [...tenant.endState(), ...(await product.failures())];
  for (const kind of KINDS) {
    for await (const { subject, state, live, deadRuns } of product.ports.subjects.list({ kind }))
      lines.push({ subject, state, live, deadRuns });
  }
  for (const { host, lease, proved, refused } of await product.ports.hosts.list())
    lines.push({
      host,
      leasedTo: lease.kind === 'leased' ? lease.guest : null,
      version: proved?.version,
      refused,
    });
  return lines.map((line) => byOwner(rig, JSON.stringify(line))).sort();
}

/** Effects by what was done to whom: a batch of members counts for each. */
const effectsOf = (rig: Rig) =>
  rig.tenant.effects
    .flatMap((effect) => {
      const added = /^add (.*) to (\S+)$/.exec(effect);
      return added ? added[1]!.split(' ').map((member) => `add ${member} to ${added[2]!}`) : [effect];
    })
    .map((effect) => byOwner(rig, effect))
    .sort();

/** Every activity a run of these guests calls. */
const STEPS = [
  'openSubject',
  'readGuestSituation',
  'readPreparation',
  'ensureMember',
  'ensurePersonalHost',
  'readCloudPc',
  'ensureClient',
  'readAccess',
  'resolveFailures',
  'closeSubject',
  'readMemberWishes',
  'applyMemberWishes',
  'readHostRecord',
  'ensureVmRunning',
  'ensureInstallCommand',
  'readInstallCommand',
  'readAppInstallation',
  'recordClient',
];
const FLOWS = ['guestLifecycle', 'hostLifecycle', 'groupMembers'];

/** Every port method that writes, as `port.method`. */
const WRITES = [
  'subjects.insert',
  'subjects.replace',
  'ledger.append',
  'failures.resolve',
  'hosts.insert',
  'hosts.replace',
  'outbox.put',
  'outbox.remove',
  'hints.send',
  'members.addMembers',
  'desktops.assignUser',
  'machines.putRunCommand',
  'machines.removeRunCommand',
];

describe('four guests let in without a fault', () => {
  it('are all ready, and nothing was done twice', async () => {
    const calm = await start(undefined, true);
    await run(calm);
    const states = await Promise.all(GUESTS.map((id) => calm.product.guest(id)));
    expect(states.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready', 'ready']);
    const effects = effectsOf(calm);
    expect(new Set(effects).size).toBe(effects.length);
    expect(
      calm.product.host.log.flatMap(({ text }) => /Executed 'Functions\.(\w+)'/.exec(text)?.[1] ?? []),
    ).toEqual(expect.arrayContaining(STEPS));
  });
});

/** The end and the effects of the run that nothing struck: made once, compared with each that something did. */
let calmRun: Promise<{ end: string[]; effects: string[] }> | undefined;
async function calm(): Promise<{ end: string[]; effects: string[] }> {
  const undisturbed = await start();
  await run(undisturbed);
  const result = { end: await endOf(undisturbed), effects: effectsOf(undisturbed) };
  await undisturbed.product.stop();
  return result;
}

async function expectAsCalm(disturbed: Rig): Promise<void> {
  await run(disturbed);
  const expected = await (calmRun ??= calm());
  rig = disturbed;
  expect(await endOf(disturbed)).toEqual(expected.end);
  expect(effectsOf(disturbed)).toEqual(expected.effects);
}

describe('the end is the same, and no effect is doubled, where the process dies', () => {
  it.each(STEPS.flatMap((step) => [['before', step] as const, ['after', step] as const]))(
    '%s the result of %s is kept',
    async (when, functionName) => {
      const disturbed = await start();
      await disturbed.product.host.crash({ record: 'activity', when, functionName });
      await expectAsCalm(disturbed);
      expect(disturbed.product.host.faults.crashPoint).toBeUndefined();
    },
  );

  it.each(FLOWS.flatMap((flow) => [['before', flow] as const, ['after', flow] as const]))(
    '%s a turn of %s is kept',
    async (when, functionName) => {
      const disturbed = await start();
      await disturbed.product.host.crash({ record: 'turn', when, functionName });
      await expectAsCalm(disturbed);
      expect(disturbed.product.host.faults.crashPoint).toBeUndefined();
    },
  );
});

describe('the end is the same, and no effect is doubled, where the engine runs', () => {
  it.each(STEPS)('%s twice, every time', async (step) => {
    const disturbed = await start();
    disturbed.product.host.faults.runTwice.add(step);
    await expectAsCalm(disturbed);
  });

  it('every activity twice, and delivers every result twice', async () => {
    const disturbed = await start();
    for (const step of STEPS) {
      disturbed.product.host.faults.runTwice.add(step);
      disturbed.product.host.faults.duplicateCompletion.add(step);
    }
    await expectAsCalm(disturbed);
  });
});

describe('the end is the same, and no effect is doubled, where a write is cut off', () => {
  it.each(WRITES.flatMap((path) => [['before', path] as const, ['after', path] as const]))(
    '%s %s',
    async (when, path) => {
      await expectAsCalm(await start((ports) => cutOff(ports, path, when)));
    },
  );
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SAMPLE_POLICY } from '../../../../local/demo/sample-policy';
import { loadScenario } from '../../../../local/tenant/scenarios/load-scenario';
import type { Tenant } from '../../../../local/tenant/tenant';
import { onePartner, stopTenants } from '../../../local/tenant/tenant-under-test';
import { cliUnderTest, type CliUnderTest } from '../cli-under-test';

const FILE = 'samples/contoso-unprepared.yaml';
const STORED = 'PUT partners/contoso';

let tenant: Tenant;
let cli: CliUnderTest;
let env: Record<string, string>;

beforeAll(async () => {
  tenant = await onePartner({ scenario: loadScenario('unprepared'), clock: 'virtual' });
  await tenant.control.setSwitch({ name: 'newPrincipalUnknownMs', value: 0 });
  const token = async (audience: string) =>
    (await tenant.control.userToken({ user: 'piet', audience })).accessToken;
  env = {
    GATEHOUSE_GRAPH_URL: tenant.url,
    GATEHOUSE_ARM_URL: tenant.url,
    GATEHOUSE_GRAPH_TOKEN: await token('https://graph.microsoft.com'),
    GATEHOUSE_ARM_TOKEN: await token('https://management.azure.com'),
  };
});
afterAll(stopTenants);
beforeEach(async () => {
  cli = await cliUnderTest();
});
afterEach(() => cli.stop());

/** Runs a command in a window of 80 columns; waits move the tenant's clock. */
const run = (args: string[], ask?: (question: string) => Promise<string | undefined>) =>
  cli.run(
    args,
    {
      wait: (seconds) => tenant.control.advanceClock({ seconds }),
      ...(ask === undefined ? {} : { ask, columns: 80, isWatched: true }),
    },
    { NO_COLOR: '1', ...env },
  );
/** How many groups and policies there are. */
const made = async () => {
  const state = await tenant.control.exportState({});
  return JSON.stringify([state['groups'], state['conditionalAccessPolicies']]);
};

describe('gatehouse tenant', () => {
  it('check says what is missing, why, and by which flag, and ends with 1', async () => {
    const { text, code } = await run(['tenant', 'check']);
    expect(code).toBe(1);
    expect(text).toMatch(/STOP {2}The tenant is onboarded[^]*why: No traffic[^]*do: say --onboard/);
    expect(text).toMatch(/do: say --enable-profile private/);
    expect(text).toMatch(/do: say who is never kept out: --break-glass-group/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('prepare changes nothing where nobody is there to be asked, or says no', async () => {
    const before = await made();
    await expect(run(['tenant', 'prepare'])).rejects.toThrow(/Nothing was changed.*--yes/);
    const asked: string[] = [];
    const { text, code } = await run(['tenant', 'prepare'], async (question) => {
      asked.push(question);
      return 'n';
    });
    expect(asked).toEqual([expect.stringMatching(/Make these 3 changes\?/)]);
    expect(text).toMatch(/Nothing was changed\.$/);
    expect(code).toBe(2);
    expect(await made()).toBe(before);
  });

  it.each([
    [['--enable-profile', 'private,nothing'], /There are: m365, internet, private/],
    [['--break-glass-user', 'piet'], /object id/],
  ])('refuses %j', async (args, why) => {
    await expect(run(['tenant', 'check', ...args])).rejects.toThrow(why);
  });
});

describe('gatehouse partner', () => {
  it('check shows every step, and one JSON document where asked', async () => {
    const { text, code } = await run(['partner', 'check', '-f', FILE]);
    expect(code).toBe(1);
    expect(text).toMatch(/15 steps: 3 true already, 10 to be made, 2 blocked\./);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const { steps } = JSON.parse((await run(['partner', 'check', '-f', FILE, '--json'])).text) as {
      steps: { id: string; verdict: string }[];
    };
    expect(steps[0]).toMatchObject({ id: 'access-group', verdict: 'will-create' });
  });

  it('prepare makes what can be made, stores the policy with the new ids, and ends with 1 for the rest', async () => {
    cli.answers.set(STORED, { body: {} });
    const first = await run(['partner', 'prepare', '-f', FILE], async () => {
      // From here on the API knows what it will have been sent.
      cli.answers.set('GET partners/contoso', [{ status: 404, body: { detail: 'none' } }]);
      return 'y';
    });
    const stored = cli.asked.find(({ method }) => method === 'PUT')?.body;
    expect(stored).toMatchObject({
      partner: 'contoso',
      accessGroup: expect.stringMatching(/^[0-9a-f-]{36}$/),
      desktops: [{ cloudPcGroup: expect.stringMatching(/^[0-9a-f-]{36}$/) }, {}],
    });
    expect(first.code).toBe(1);
    expect(first.text).toMatch(/made {2}There is an access group/);
    expect(first.text).toMatch(/FAIL {2}The policy of contoso is stored/);
    cli.answers.set('GET partners/contoso', { body: stored, headers: { etag: '"1"' } });
    const again = await run(['partner', 'prepare', '-f', FILE, '--yes']);
    expect(again.text).toMatch(/15 steps: 13 true already, 0 to be made, 2 blocked\./);
    expect(again.code).toBe(1);
  });

  it('refuses a file with mistakes before it asks anybody', async () => {
    await expect(run(['partner', 'prepare', '-f', 'package.json', '--yes'])).rejects.toThrow(
      /package\.json:\d+:\d+: .*there is no field of this name/,
    );
    expect(cli.asked).toEqual([]);
  });
});

describe('gatehouse partner diff and apply', () => {
  const answer = {
    isNew: false,
    mode: { before: 'observe', after: 'enforce' },
    guests: 3,
    changes: ['g-1', 'g-2'].map((guest) => ({
      guest,
      before: 'admit',
      after: 'remove: not-entitled',
      gains: [],
      loses: ['traffic profile private'],
    })),
    groups: [{ role: 'access-group', group: 'g', trouble: null as string | null }],
    standing: {
      guests: [
        { guest: 'g-1', alreadyTrue: ['member of group g'], wouldAdd: ['personal host'] },
        { guest: 'g-3', alreadyTrue: ['member of group g', 'personal host'], wouldAdd: [] },
      ],
      unexplained: [{ id: 'g-9', groups: ['g'], isAdopted: true }],
      adopted: 1,
    },
  };
  const withAnswer = (changed: Partial<typeof answer> = {}) => {
    cli.answers.set('POST partners/contoso/diff', { body: { ...answer, ...changed } });
    cli.answers.set(STORED, { body: {} });
  };
  const APPLY = ['partner', 'apply', '-f', 'samples/contoso.yaml'];

  it('show together the guests to whom the same happens', async () => {
    withAnswer();
    const { text, code } = await run(['partner', 'diff', '-f', 'samples/contoso.yaml']);
    expect(code).toBe(0);
    expect(text).toMatch(
      /2 guests: admit -> remove: not-entitled\n {4}- traffic profile private\n {4}g-1 g-2/,
    );
    expect(text).toMatch(/2 would lose something[^]*Mode: observe -> enforce/);
  });

  it('tell without a file how the tenant stands: true already, to be added, unexplained and kept', async () => {
    withAnswer();
    cli.answers.set('GET partners/contoso', { body: { partner: 'contoso' } });
    const { text } = await run(['partner', 'diff', 'contoso']);
    expect(text).toMatch(/Of 2 guest\(s\) with a reason 1 have everything already/);
    expect(text).toContain('would add: personal host, for 1 guest(s)');
    expect(text).toMatch(/1 member\(s\) are unexplained and kept \(1 adopted\):\n {4}g-9/);
    await expect(run(['partner', 'diff'])).rejects.toThrow(/Name the partner/);
  });

  it('store nothing unasked, and with --yes as a new policy where none was', async () => {
    withAnswer();
    await expect(run(APPLY)).rejects.toThrow(/Nothing was stored/);
    expect((await run(APPLY, async () => '')).code).toBe(2);
    expect(cli.asked.filter(({ method }) => method === 'PUT')).toEqual([]);
    expect((await run([...APPLY, '--yes'])).code).toBe(0);
    const put = cli.asked.find(({ method }) => method === 'PUT');
    expect(put?.headers).toMatchObject({ 'if-none-match': '*' });
  });

  it('tell the API why, and store another mode only with the hash of its difference', async () => {
    withAnswer();
    const observed = { ...SAMPLE_POLICY, mode: { kind: 'observe' }, enrol: { rule: 'new-only' } };
    cli.answers.set('GET partners/contoso', { body: observed, headers: { etag: '"1"' } });
    const why = ['--yes', '--reason', 'über alles geprüft', '--ticket', 'CHG-7'];
    await expect(run([...APPLY, ...why])).rejects.toThrow(
      /Nothing was stored: .*gatehouse partner mode contoso enforce --enrol/,
    );
    expect(cli.asked.filter(({ method }) => method === 'PUT')).toEqual([]);
    await run([...APPLY, ...why, '--hash', 'a'.repeat(64)]);
    expect(cli.asked.at(-1)?.headers).toMatchObject({
      'if-match': '"1"',
      'gatehouse-reason': encodeURIComponent('über alles geprüft'),
      'gatehouse-ticket': 'CHG-7',
      'gatehouse-mode-hash': 'a'.repeat(64),
    });
  });

  it('refuse a policy whose group cannot be used, with the reason', async () => {
    withAnswer({ groups: [{ role: 'access-group', group: 'g', trouble: 'its membership is dynamic' }] });
    await expect(run([...APPLY, '--yes'])).rejects.toThrow(/cannot be let in by a group/);
    const { text, code } = await run(['partner', 'diff', '-f', 'samples/contoso.yaml']);
    expect(text).toContain('its membership is dynamic');
    expect(code).toBe(1);
  });

  it('send somebody to prepare where no group is known', async () => {
    await expect(run(['partner', 'diff', '-f', FILE])).rejects.toThrow(/gatehouse partner prepare -f/);
  });
});

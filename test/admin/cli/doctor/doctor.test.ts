import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { productVersion } from '../../../../shared/product-version';
import {
  scriptedService,
  stopServices,
  type ScriptedService,
} from '../../../shared/clients/scripted-service';
import { cliUnderTest, widest, type CliUnderTest } from '../cli-under-test';

const NOW = new Date('2026-09-01T12:00:00.000Z');
const GROUP = '/subscriptions/s-1/resourceGroups/rg-gatehouse-test';
const BUS = `${GROUP}/providers/Microsoft.ServiceBus/namespaces/sb`;
const SITE = `${GROUP}/providers/Microsoft.Web/sites/func-runtime`;

let cli: CliUnderTest;
let azure: ScriptedService;
beforeEach(async () => {
  cli = await cliUnderTest();
  azure = await scriptedService();
  answerHealth();
  cli.answers.set('GET failures', { body: { causes: [] } });
});
afterEach(async () => {
  await cli.stop();
  await stopServices();
});

const subscription = (resource: string, state = 'active') => ({ resource, state, expiresAt: '2026-09-29' });
function answerHealth(changes: object = {}, version = productVersion()): void {
  const events = {
    isWell: true,
    at: NOW.toISOString(),
    subscriptions: ['users', 'groups'].map((resource) => subscription(resource)),
    sweeps: [{ name: 'users', lagSeconds: 420, isLate: false }],
    ...changes,
  };
  cli.answers.set('GET health', { body: { status: 'ok', version, events } });
}

/** What Azure says of the resource group; each by the end of its path. */
function answerAzure({ state = 'Running', secret = 'Resolved', dead = 0, identities = 1 } = {}): void {
  const held = Object.fromEntries(Array.from({ length: identities }, (_, n) => [`id-${n}`, {}]));
  const site = {
    id: SITE,
    name: 'func-runtime',
    tags: { 'azd-service-name': 'runtime' },
    identity: { userAssignedIdentities: held },
    properties: { state },
  };
  const counts = { countDetails: { activeMessageCount: 3, deadLetterMessageCount: dead } };
  const said: Record<string, unknown[]> = {
    sites: [site, { ...site, name: 'of-somebody-else', tags: {} }],
    appsettings: [{ name: 'GATEHOUSE_CLIENT_STATE', properties: { status: secret } }],
    namespaces: [{ id: BUS, name: 'sb' }],
    queues: [{ name: 'hints', properties: counts }],
  };
  const answer = ({ url }: { url: string }) => {
    const kind = /(\w+)\?api-version=/.exec(url)?.[1] ?? '';
    return said[kind] === undefined ? { status: 404 } : { body: { value: said[kind] } };
  };
  azure.answer(...Array.from({ length: 9 }, () => answer));
}

const doctor = (...args: string[]) =>
  cli.run(
    ['doctor', ...args],
    { now: () => NOW },
    { GATEHOUSE_ARM_URL: azure.url, GATEHOUSE_ARM_TOKEN: 'a' },
  );
const withAzure = ['--subscription', 's-1', '--resource-group', 'rg-gatehouse-test'];

describe('gatehouse doctor', () => {
  it('says what is well of a deployment that is well, within 80 columns, and ends with 0', async () => {
    answerAzure();
    const { text, code } = await doctor(...withAzure);
    expect(text).not.toMatch(/^(NO|\?\?)/m);
    for (const check of [
      'app',
      'version',
      'clock',
      'subscription users',
      'sweep users',
      'failures',
      'queue hints',
    ])
      expect(text).toMatch(new RegExp(`^ok {2}${check}`, 'm'));
    expect(text).not.toContain('of-somebody-else');
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  it.each<[string, () => void, RegExp, RegExp]>([
    [
      'a missing subscription',
      () => answerHealth({ subscriptions: [subscription('users')] }),
      /subscription groups: missing/,
      /permissions check/,
    ],
    [
      'a late sweep',
      () => answerHealth({ sweeps: [{ name: 'users', lagSeconds: 4000, isLate: true }] }),
      /sweep users: /,
      /events status/,
    ],
    [
      'a clock that differs',
      () => answerHealth({ at: '2026-09-01T12:10:00.000Z' }),
      /clock: they differ by 10 min/,
      /timedatectl/,
    ],
    ['another release', () => answerHealth({}, '0.0.1'), /version: the app is 0\.0\.1/, /azd up/],
    [
      'a token that is not taken',
      () => cli.answers.set('GET health', { body: { status: 'ok' } }),
      /sign-in: /,
      /Gatehouse\.Reader/,
    ],
    [
      'an open failure',
      () => {
        const cause = {
          flow: 'guest',
          step: 'ensureMember',
          code: 'forbidden',
          fix: 'Grant the permission.',
        };
        cli.answers.set('GET failures', { body: { causes: [{ fingerprint: 'f1', count: 3, ...cause }] } });
      },
      /failure f1: 3 open, guest ensureMember: forbidden/,
      /Grant the permission\./,
    ],
  ])('finds %s, names what mends it, and ends with 1', async (_, arrange, observed, fix) => {
    arrange();
    const { text, code } = await doctor();
    expect(text).toMatch(observed);
    expect(text).toMatch(fix);
    expect(code).toBe(1);
  });

  it.each<[string, Parameters<typeof answerAzure>[0], RegExp, RegExp]>([
    ['an app that does not run', { state: 'Stopped' }, /app func-runtime: Stopped/, /functionapp start/],
    [
      'a secret the app cannot read',
      { secret: 'AccessToKeyVaultDenied' },
      /GATEHOUSE_CLIENT_STATE: AccessToKeyVaultDenied/,
      /ensure-client-state/,
    ],
    ['dead letters', { dead: 2 }, /dead letters of hints: 2/, /restart the runtime app/],
    [
      'an app that could act by two identities',
      { identities: 2 },
      /2 user-assigned identities/,
      /azd provision/,
    ],
  ])('finds in Azure %s', async (_, state, observed, fix) => {
    answerAzure(state);
    const { text, code } = await doctor(...withAzure);
    expect(text.replaceAll(/\n */g, ' ')).toMatch(observed);
    expect(text.replaceAll(/\n */g, ' ')).toMatch(fix);
    expect(code).toBe(1);
  });

  it('does not call well what it could not look at, and goes on with the rest', async () => {
    azure.answer(...Array.from({ length: 9 }, () => ({ status: 403 })));
    const { text, code } = await doctor(...withAzure);
    expect(text).toMatch(/^\?\? {2}apps: [^?]*403/m);
    expect(text).toMatch(/^ok {2}app: /m);
    expect(code).toBe(3);
  });

  it('says that nothing answers where nothing answers', async () => {
    const env = { GATEHOUSE_URL: 'http://127.0.0.1:9' };
    const { text, code } = await cli.run(['doctor'], { now: () => NOW }, env);
    expect(text).toMatch(/^\?\? {2}app: http:\/\/127\.0\.0\.1:9/m);
    expect(code).toBe(3);
  });

  it('gives a program one document', async () => {
    const { findings } = JSON.parse((await doctor('--json')).text) as { findings: { check: string }[] };
    expect(findings.map(({ check }) => check)).toContain('clock');
  });
});

import { describe, expect, it } from '@jest/globals';
import type { JudgedCheck } from '../../../shared/domain/check';
import { readinessSentence } from '../../../shared/domain/guest-record';
import { judgeCloudPc } from '../../../shared/domain/judge-cloud-pc';
import { judgeConditionalAccess, type AppliedPolicy } from '../../../shared/domain/judge-conditional-access';
import { judgeCrossTenantAccess, type InboundAccess } from '../../../shared/domain/judge-cross-tenant-access';
import { judgeHostOs } from '../../../shared/domain/judge-host-os';
import {
  DESKTOP_USER_ROLE,
  judgeHostPool,
  VM_USER_LOGIN_ROLE,
  type HostPoolReading,
} from '../../../shared/domain/judge-host-pool';
import { judgeLicence, judgeLicenceUnits } from '../../../shared/domain/judge-licence';
import { judgePrivateApps } from '../../../shared/domain/judge-private-apps';
import { judgeProfiles } from '../../../shared/domain/judge-profiles';

const short = ({ check: { check, verdict }, code }: JudgedCheck): string =>
  code === null ? `${check} ${verdict}` : `${check} ${verdict} ${code}`;

const trust = (mfa: boolean, compliantDevice = false) => ({
  mfa,
  compliantDevice,
  hybridJoinedDevice: false,
});
const open: InboundAccess = { collaboration: 'allowed', trust: trust(true) };

describe('cross-tenant access', () => {
  it.each<[string, InboundAccess | null, InboundAccess, string]>([
    ['no entry inherits all of the default', null, open, 'cross-tenant-access ok'],
    [
      'an entry left open inherits the trust',
      { collaboration: 'allowed', trust: null },
      open,
      'cross-tenant-access ok',
    ],
    [
      'an entry of its own goes before the default',
      { collaboration: null, trust: trust(false) },
      open,
      'cross-tenant-access warning',
    ],
    [
      'a default that blocks blocks',
      null,
      { collaboration: 'blocked', trust: null },
      'cross-tenant-access blocked sign-in-blocked',
    ],
    [
      'an entry that allows beats a default that blocks',
      open,
      { collaboration: 'blocked', trust: null },
      'cross-tenant-access ok',
    ],
    ['some users only', { collaboration: 'partly', trust: trust(true) }, open, 'cross-tenant-access warning'],
    ['nothing said anywhere', null, { collaboration: null, trust: null }, 'cross-tenant-access warning'],
  ])('%s', (_what, own, fallback, expected) => {
    expect(short(judgeCrossTenantAccess({ own, fallback }))).toBe(expected);
  });
});

describe('Conditional Access', () => {
  const policy = (controls: string[], changes: Partial<AppliedPolicy> = {}): AppliedPolicy => ({
    id: 'p1',
    state: 'enabled',
    controls,
    isAnyEnough: false,
    ...changes,
  });
  it.each<[string, AppliedPolicy[], ReturnType<typeof trust>, string]>([
    ['nothing applies', [], trust(false), 'conditional-access ok'],
    ['a block', [policy(['block'])], trust(true), 'conditional-access blocked sign-in-blocked'],
    [
      'a block in report-only',
      [policy(['block'], { state: 'enabledForReportingButNotEnforced' })],
      trust(true),
      'conditional-access ok',
    ],
    ['a trusted second factor', [policy(['mfa'])], trust(true), 'conditional-access ok'],
    ['a second factor that is not trusted', [policy(['mfa'])], trust(false), 'conditional-access warning'],
    [
      'a managed device that is not trusted',
      [policy(['compliantDevice'])],
      trust(true),
      'conditional-access blocked sign-in-blocked',
    ],
    [
      'a managed device that is trusted',
      [policy(['compliantDevice'])],
      trust(true, true),
      'conditional-access ok',
    ],
    [
      'either of two, one of which can be met',
      [policy(['mfa', 'compliantDevice'], { isAnyEnough: true })],
      trust(true),
      'conditional-access ok',
    ],
    [
      'both of two, one of which cannot be met',
      [policy(['mfa', 'compliantDevice'])],
      trust(true),
      'conditional-access blocked sign-in-blocked',
    ],
  ])('%s', (_what, policies, claims, expected) => {
    expect(short(judgeConditionalAccess(policies, claims))).toBe(expected);
  });
});

describe('a host pool', () => {
  const RG = '/subscriptions/s/resourceGroups/rg-desktops';
  const role = (roleId: string, scope: string) => ({ roleId, scope });
  const pool = (changes: Partial<HostPoolReading> = {}): HostPoolReading => ({
    id: `${RG}/providers/Microsoft.DesktopVirtualization/hostPools/hp`,
    hostPoolType: 'Personal',
    customRdpProperty: 'targetisaadjoined:i:1;enablerdsaadauth:i:1;',
    isStartVmOnConnect: true,
    applicationGroups: [{ id: 'ag', workspace: 'ws' }],
    desktopRoles: [role(DESKTOP_USER_ROLE, 'ag')],
    machineRoles: [role(VM_USER_LOGIN_ROLE, RG)],
    machineGroup: RG,
    ...changes,
  });
  it.each<[string, Partial<HostPoolReading>, string | null]>([
    ['that is all right', {}, null],
    ['that several share', { hostPoolType: 'Pooled' }, 'host-pool blocked host-pool-unsupported'],
    ['without single sign-on', { customRdpProperty: '' }, 'host-pool blocked host-pool-unsupported'],
    [
      'in no workspace',
      { applicationGroups: [{ id: 'ag', workspace: null }] },
      'workspace blocked desktop-not-shown',
    ],
    ['whose application groups nobody may read', { applicationGroups: null }, 'workspace warning'],
    ['that the group may not use', { desktopRoles: [] }, 'desktop-role blocked desktop-not-shown'],
    ['without the sign-in role', { machineRoles: [] }, 'vm-sign-in warning'],
    [
      'with the sign-in role on the whole subscription',
      { machineRoles: [role(VM_USER_LOGIN_ROLE, '/subscriptions/s')] },
      'vm-sign-in warning',
    ],
    [
      'with the sign-in role on the machine’s group in other letters',
      { machineRoles: [role(VM_USER_LOGIN_ROLE, RG.toUpperCase())] },
      null,
    ],
    ['without a machine', { machineGroup: null }, 'vm-sign-in warning'],
    ['that starts no machine', { isStartVmOnConnect: false }, 'start-vm warning'],
  ])('%s', (_what, changes, expected) => {
    const flawed = judgeHostPool(pool(changes)).filter(({ check }) => check.verdict !== 'ok');
    expect(flawed.map(short)).toEqual(expected === null ? [] : [expected]);
  });
});

describe('licences', () => {
  it.each([
    ['none on the group', [], 'licence blocked licence-missing'],
    ['a free unit', ['w365'], 'licence ok'],
    ['no free unit', ['full'], 'licence blocked licence-missing'],
    ['a product the tenant does not have', ['gone'], 'licence blocked licence-missing'],
  ])('%s', (_what, skus, expected) => {
    const units = [
      { sku: 'w365', bought: 10, used: 9 },
      { sku: 'full', bought: 10, used: 10 },
    ];
    expect(short(judgeLicenceUnits(skus, units))).toBe(expected);
  });

  it.each([
    ['given', 'Active', null, 'licence ok'],
    ['refused because no unit is free', 'Error', 'CountViolation', 'licence blocked licence-missing'],
    ['refused for a reason of tomorrow', 'Error', 'NewViolation', 'licence blocked licence-missing'],
  ])('%s', (_what, state, error, expected) => {
    expect(short(judgeLicence([{ sku: 'w365', group: 'G1', state, error }], 'g1'))).toBe(expected);
    expect(short(judgeLicence([{ sku: 'w365', group: 'other', state, error }], 'g1'))).toBe(
      'licence warning',
    );
  });
});

describe('a Cloud PC', () => {
  it.each([
    ['provisioned', 'd1', 'ready'],
    ['provisionedWithWarnings', 'd1', 'ready'],
    ['provisioned', null, 'wait'],
    ['inGracePeriod', 'd1', 'wait'],
    ['statusOfTomorrow', 'd1', 'wait'],
    ['failed', null, 'failed'],
  ])('that is %s with the device %s', (status, managedDeviceId, expected) => {
    expect(judgeCloudPc({ id: 'pc', managedDeviceId, status, statusDetail: null }).kind).toBe(expected);
  });

  it('that failed says why', () => {
    const reading = { id: 'pc', managedDeviceId: null, status: 'failed', statusDetail: 'noQuota: none left' };
    expect(judgeCloudPc(reading)).toEqual({
      kind: 'failed',
      because: 'provisioning of Cloud PC pc failed: noQuota: none left',
    });
  });
});

describe('a Windows', () => {
  it.each([
    ['26100.6725', 'Enterprise', 'ok'],
    ['26100.6584', 'Enterprise', 'warning'],
    ['26200.7000', 'Enterprise', 'ok'],
    ['22631.9999', 'Enterprise', 'warning'],
    ['26300.1', 'Enterprise', 'ok'],
    ['26100.100', 'ServerDatacenter', 'ok'],
  ])('of build %s, %s, is %s', (build, edition, verdict) => {
    expect(judgeHostOs({ build, edition }).check.verdict).toBe(verdict);
  });
});

describe('traffic', () => {
  it('wants each private app assigned', () => {
    const readings = [
      { id: 'a', isAssigned: true },
      { id: 'b', isAssigned: false },
    ];
    expect(judgePrivateApps(readings).map(short)).toEqual([
      'private-app ok',
      'private-app blocked private-app-not-assigned',
    ]);
  });

  it('says every gap of the profiles, each with its fix', () => {
    const readings = [{ kind: 'private', isEnabled: true, isAssigned: null }];
    const judged = judgeProfiles('onboarded', readings, ['private', 'internet'], false);
    expect(judged.map(short)).toEqual([
      'tenant ok',
      'profile blocked profile-unscoped',
      'profile blocked profile-disabled',
    ]);
    expect(judged.every(({ check }) => check.verdict === 'ok' || check.fix !== null)).toBe(true);
    expect(readinessSentence(judged.map(({ check }) => check))).toMatch(/^not ready on acceptance: .*; .*$/);
    expect(short(judgeProfiles('onboarded', readings, ['private'], true)[1]!)).toBe('profile warning');
  });
});

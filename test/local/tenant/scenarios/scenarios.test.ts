import { afterEach, describe, expect, it } from '@jest/globals';
import { loadScenario, parseScenario } from '../../../../local/tenant/scenarios/load-scenario';
import { onePartner, stopTenants } from '../tenant-under-test';

afterEach(stopTenants);

const TENANT = 'tenant: { displayName: Woodgrove, initialDomain: woodgrove.onmicrosoft.com }';

const GUID = '11111111-1111-4111-8111-11111111111';

describe('scenario files', () => {
  it.each([
    ['one-partner', 1, 0],
    ['five-partners', 5, 50],
    ['five-thousand-guests', 1, 5_000],
  ])('%s has %d partners and %d guests', async (name, partners, guests) => {
    const tenant = await onePartner({ scenario: loadScenario(name) });
    expect(await tenant.control.listPartners()).toHaveLength(partners);
    expect(await tenant.control.listUsers({ onlyGuests: true })).toHaveLength(guests);
  });

  it('are refused with one report of everything that is wrong', () => {
    const wrong = `${TENANT}\nusers: [{ name: olga }]\ncolour: red\n`;
    expect(() => parseScenario(wrong, 'my.yaml')).toThrow(/my\.yaml is wrong[\s\S]*userPrincipalName[\s\S]*/);
    expect(() => parseScenario(wrong, 'my.yaml')).toThrow(/colour/);
    expect(() => parseScenario('tenant: [', 'my.yaml')).toThrow(/neither YAML nor JSON/);
    expect(() => loadScenario('no-such-scenario')).toThrow(/no scenario 'no-such-scenario'/);
  });

  it('give an application that acts as others what those hold, and no more', () => {
    const apps = (both: string) => `${TENANT}
apps:
  - { name: a, appId: ${GUID}1, kind: application, graphPermissions: [User.Read.All, Mail.Send] }
  - { name: b, appId: ${GUID}2, kind: application, graphPermissions: [User.Read.All] }
  - { name: both, appId: ${GUID}3, kind: application, actsAs: [${both}] }
`;
    const { apps: laidOut } = parseScenario(apps('a, b'), 'my.yaml');
    expect(laidOut.map(({ graphPermissions }) => graphPermissions)).toEqual([
      ['User.Read.All', 'Mail.Send'],
      ['User.Read.All'],
      ['User.Read.All', 'Mail.Send'],
    ]);
    expect(() => parseScenario(apps('c'), 'my.yaml')).toThrow(/acts as c, which the scenario does not have/);
  });

  it('are refused when they name what they do not define', async () => {
    const scenario = parseScenario(`${TENANT}\ngroups: [{ name: g, members: [nobody] }]`, 'my.yaml');
    await expect(onePartner({ scenario })).rejects.toThrow(/'nobody'/);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { loadScenario, parseScenario } from '../../../../local/tenant/scenarios/load-scenario';
import { onePartner, stopTenants } from '../tenant-under-test';

afterEach(stopTenants);

const TENANT = 'tenant: { displayName: Woodgrove, initialDomain: woodgrove.onmicrosoft.com }';

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

  it('are refused when they name what they do not define', async () => {
    const scenario = parseScenario(`${TENANT}\ngroups: [{ name: g, members: [nobody] }]`, 'my.yaml');
    await expect(onePartner({ scenario })).rejects.toThrow(/'nobody'/);
  });
});

import type { Scenario } from './scenario-schema';

type App = Scenario['apps'][number];

/**
 * Gives each application that acts as others what those hold: one process that plays several parts has their powers.
 * Throws where it names an application that the scenario does not have. Pure.
 */
export function withPowersOfOthers(scenario: Scenario): Scenario {
  return { ...scenario, apps: scenario.apps.map((app) => withPowers(app, scenario.apps)) };
}

function withPowers(app: App, apps: readonly App[]): App {
  const others = app.actsAs.map((name) => {
    const other = apps.find((one) => one.name === name);
    if (other === undefined)
      throw new Error(`App ${app.name} acts as ${name}, which the scenario does not have`);
    return other;
  });
  const powers = [app, ...others];
  return {
    ...app,
    graphPermissions: [...new Set(powers.flatMap(({ graphPermissions }) => graphPermissions))],
    azureRoles: distinct(powers.flatMap(({ azureRoles }) => azureRoles)),
  };
}

const distinct = (roles: App['azureRoles']): App['azureRoles'] => [
  ...new Map(roles.map((one) => [`${one.role} ${one.scope}`, one])).values(),
];

import { expect, it } from '@jest/globals';
import { ADMIN_ROUTES } from '../../functions/admin/admin-routes';
import { openApiRoute } from '../../functions/admin/open-api-route';
import { activityInputs, FLOW_OF_KIND } from '../../orchestrations/contract';

it('no two functions of the app bear one name, whatever its case: the host would not start', () => {
  const names = [
    ...[...ADMIN_ROUTES, openApiRoute].map(({ name }) => name),
    ...Object.keys(activityInputs),
    ...Object.values(FLOW_OF_KIND),
  ].map((name) => name.toLowerCase());
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

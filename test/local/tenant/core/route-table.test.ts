import { describe, expect, it } from '@jest/globals';
import { RouteTable } from '../../../../local/tenant/core/route-table';

function table(...patterns: string[]): RouteTable<string> {
  const routes = new RouteTable<string>();
  for (const pattern of patterns) routes.add('GET', pattern, pattern);
  return routes;
}

describe('the route table', () => {
  it('prefers what is literal to what is named, in whatever order they came', () => {
    const routes = table(
      '/users/{id}',
      '/users/delta()',
      '/groups/{id}/members/{memberId}',
      '/groups/{id}/members/microsoft.graph.user',
    );
    expect(routes.find('GET', '/users/delta')?.route.target).toBe('/users/delta()');
    expect(routes.find('GET', '/users/delta()')?.route.target).toBe('/users/delta()');
    expect(routes.find('GET', '/groups/1/members/microsoft.graph.user')?.params).toEqual({ id: '1' });
  });

  it('reads quoted keys, encoded names and scopes of any length, without regard to case', () => {
    const routes = table(
      "/groups(uniqueName='{name}')",
      '/users/{id}',
      '/{scope*}/providers/Microsoft.Authorization/roleAssignments/{name}',
    );
    expect(routes.find('GET', "/groups(uniqueName='a b')")?.params).toEqual({ name: 'a b' });
    expect(routes.find('GET', '/users/anna_contoso.com%23EXT%23@woodgrove.onmicrosoft.com')?.params).toEqual({
      id: 'anna_contoso.com#EXT#@woodgrove.onmicrosoft.com',
    });
    const assignment =
      '/subscriptions/1/resourcegroups/rg/PROVIDERS/microsoft.authorization/roleassignments/2';
    expect(routes.find('GET', assignment)?.params).toEqual({
      scope: 'subscriptions/1/resourcegroups/rg',
      name: '2',
    });
  });

  it('takes no segment of OData for an id', () => {
    const routes = table('/users/{id}', '/groups/{id}/members/{memberId}');
    expect(routes.find('GET', '/users/$count')).toBeUndefined();
    expect(routes.find('GET', '/groups/1/members/$count')).toBeUndefined();
  });

  it('finds nothing for another method or a longer path, and takes no route twice', () => {
    const routes = table('/users/{id}');
    expect(routes.find('POST', '/users/1')).toBeUndefined();
    expect(routes.find('GET', '/users/1/manager')).toBeUndefined();
    expect(() => routes.add('GET', '/users/{id}', 'again')).toThrow(/taken/);
  });
});

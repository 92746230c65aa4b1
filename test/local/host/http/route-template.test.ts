import { describe, expect, it } from '@jest/globals';
import { httpRoutes } from '../../../../local/host/http/http-routes';
import { decodePath, RouteTemplate } from '../../../../local/host/http/route-template';

const match = (template: string, path: string): unknown =>
  new RouteTemplate(template).match(decodePath(path));

describe('a route template', () => {
  it.each([
    ['items', '/items', {}],
    ['items', '/ITEMS/', {}],
    ['items', '/item', undefined],
    ['items/{id}', '/items/A%2fb%20c', { id: 'A%2Fb c' }],
    ['items/{id?}', '/items', {}],
    ['items/{id?}', '/items/1', { id: '1' }],
    ['items/{id:int?}', '/items/x', undefined],
    ['items/{id=5}', '/items', { id: '5' }],
    ['{*rest}', '/', { rest: '' }],
    ['files/{*rest}', '/files/a/b.c', { rest: 'a/b.c' }],
    ['files/{name}.{ext}', '/files/a.b.txt', { name: 'a', ext: 'b.txt' }],
    ['v{version:int}/x', '/v2/x', { version: '2' }],
    ['v{version:int}/x', '/vx/x', undefined],
    ['broken/%zz', '/broken/%zz', {}],
  ])('%s on %s gives %j', (template, path, expected) => {
    expect(match(template, path)).toEqual(expected);
  });

  it.each([
    ['int', ['0', '-12', '+3', '2147483647'], ['', 'a', '1.5', '2147483648']],
    ['long', ['9223372036854775807'], ['9223372036854775808']],
    [
      'guid',
      ['0f8fad5b-d9cb-469f-a165-70867728950e', '{0f8fad5b-d9cb-469f-a165-70867728950e}'],
      ['0f8fad5b'],
    ],
    ['bool', ['true', 'FALSE'], ['1']],
    ['alpha', ['abc'], ['ab1']],
    ['double', ['1.5', '-2', '1e3'], ['x']],
    ['datetime', ['2026-11-24'], ['someday']],
    ['length(2,3)', ['ab', 'abc'], ['a', 'abcd']],
    ['minlength(2)', ['ab'], ['a']],
    ['range(1,9)', ['9'], ['10', 'x']],
    ['min(5)', ['5'], ['4']],
    ['max(5)', ['5'], ['6']],
    ['regex(^a{{2}}$)', ['aa', 'AA'], ['a', 'aaa']],
  ])('with the constraint %s takes %j and not %j', (constraint, good, bad) => {
    const template = new RouteTemplate(`x/{value:${constraint}}`);
    const taken = [...good, ...bad].filter((value) => template.match(`/x/${value}`));
    expect(taken).toEqual(good);
  });

  it.each([
    ['{id', 'unmatched brace'],
    ['a//b', 'empty segment'],
    ['{id:odd}', 'the route constraint "odd" is not known'],
    ['{id:length(x)}', 'the route constraint "length(x)" is not known'],
    ['{a}/{A}', 'named twice'],
    ['x{*rest}', 'mixes text'],
  ])('%s is refused', (template, why) => {
    expect(() => new RouteTemplate(template)).toThrow(why);
  });
});

describe('the routes of an app', () => {
  const http = (name: string, route?: string): Parameters<typeof httpRoutes>[0][number] => {
    const trigger = {
      name: 'request',
      type: 'httpTrigger',
      direction: 'in',
      ...(route === undefined ? {} : { route }),
    } as const;
    return { name, trigger, bindings: { request: trigger } };
  };

  it('are tried from the most specific to the least', () => {
    const functions = [
      '{*all}',
      '{id}',
      'fixed',
      '{id:int}',
      'fixed/{id}',
      'fixed/{id:int}',
      'fixed/more',
    ].map((route) => http('f', route));
    const order = httpRoutes(functions, '').map(({ template }) => template.template);
    expect(order).toEqual([
      'fixed',
      'fixed/more',
      'fixed/{id:int}',
      'fixed/{id}',
      '{id:int}',
      '{id}',
      '{*all}',
    ]);
  });

  it('are the function name without a route, and start with the prefix', () => {
    expect(httpRoutes([http('hello')], 'api').map(({ template }) => template.template)).toEqual([
      'api/hello',
    ]);
  });

  it('may not take the paths of the host itself', () => {
    expect(() => httpRoutes([http('mine', 'admin/things')], '')).toThrow(
      '"admin/things" of function "mine" conflicts with a built-in route',
    );
  });
});

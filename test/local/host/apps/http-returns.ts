import { app, type HttpRequest, HttpResponse, type HttpResponseInit } from '@azure/functions';

type Answer = (request: HttpRequest) => unknown;

/** What a handler may give back, by the last part of the path; the names are those of the recordings. */
const ANSWERS: Record<string, Answer> = {
  undef: () => undefined,
  null: () => null,
  string: () => 'text',
  number: () => 12,
  bool: () => true,
  emptyobj: () => ({}),
  bareobj: () => ({ unknown: 'member' }),
  array: () => [3, 4],
  json: () => ({ jsonBody: { a: 1, left: undefined } }),
  jsonnull: () => ({ jsonBody: null }),
  json201: () => ({ status: 201, headers: { 'x-y': 'z' }, jsonBody: [1] }),
  body: () => ({ body: 'text body' }),
  buffer: () => ({ body: Buffer.from([1, 2, 3]) }),
  objbody: () => ({ body: { some: 'object' } }),
  s204: () => ({ status: 204 }),
  s404: () => ({ status: 404, body: 'nope' }),
  resp: () => new HttpResponse({ status: 202, jsonBody: { r: 1 } }),
  ctype: () => ({ headers: { 'content-type': 'application/xml' }, body: '<a/>' }),
  cookie: () => ({ body: 'c', cookies: [{ name: 'a', value: 'b', path: '/' }] }),
  throw: () => {
    throw new Error('on purpose');
  },
  throwstr: () => Promise.reject(aString()),
  status0: () => ({ status: 700 }),
  statusstr: () => ({ status: '418' }),
  jsonparse: async (request) => ({ jsonBody: await request.json() }),
  req: async (request) => ({
    jsonBody: {
      url: request.url,
      method: request.method,
      q: [...request.query],
      params: request.params,
      headers: Object.fromEntries(request.headers),
      text: await request.text(),
    },
  }),
};

/** A handler in plain JavaScript may throw what is no Error. */
function aString(): Error {
  const text: unknown = 'on purpose';
  return text as Error;
}

/** Registers one function per rule of the recordings of HTTP answers. */
export function registerHttpReturns(): void {
  app.http('h', {
    route: 'h/{kind}',
    methods: ['GET', 'POST', 'PUT'],
    handler: async (request) => (await ANSWERS[request.params['kind'] ?? '']?.(request)) as HttpResponseInit,
  });
  app.http('getonly', { methods: ['GET'], handler: () => ({ body: 'getonly' }) });
}

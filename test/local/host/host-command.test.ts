import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { hostFixture } from './support/host-fixture';
import { runHostCommand, type RunningCommand, writeApp } from './support/running-command';

const HELLO = `
  const { app } = require('@azure/functions');
  app.http('hello', { methods: ['GET'], route: 'hello/{name?}', handler: (request) => ({ body: 'hello ' + (request.params.name ?? process.env.WHOM) }) });
  app.timer('nightly', { schedule: '0 0 3 * * *', handler: (timer, context) => context.log('ran past due: ' + timer.isPastDue) });
`;

describe('npm run host', () => {
  const { folder } = hostFixture();
  const commands: RunningCommand[] = [];

  afterEach(async () => {
    for (const command of commands.splice(0)) {
      command.signal('SIGKILL');
      await command.ended;
    }
  });

  const run = (args: string[], env?: Record<string, string>): RunningCommand => {
    const command = runHostCommand(args, env);
    commands.push(command);
    return command;
  };

  const started = async (command: RunningCommand): Promise<string> =>
    (await command.seen(/Host started on (http:\/\/127\.0\.0\.1:\d+)/))[1] ?? '';

  it('runs a CommonJS app: prints its functions and routes, logs each run, stops on SIGTERM', async () => {
    const app = writeApp(folder(), {
      'package.json': { main: 'src/functions/*.js' },
      'host.json':
        '{ "version": "2.0", /* as Azure reads it */ "extensions": { "http": { "routePrefix": "v1" } }, }',
      'local.settings.json': {
        IsEncrypted: false,
        Values: { WHOM: 'from the file', SECRET: 'not-to-be-printed' },
      },
      'src/functions/hello.js': HELLO,
    });
    const command = run(['--app', app, '--port', '0'], { SECRET: 'kept' });
    const url = await started(command);
    expect(command.output()).toContain(
      `hello: [GET] ${url.replace('127.0.0.1', 'localhost')}/v1/hello/{name?}`,
    );
    expect(command.output()).toContain('nightly: timerTrigger');
    expect(await (await fetch(`${url}/v1/hello`)).text()).toBe('hello from the file');
    await command.seen(/Executing 'Functions\.hello' \(Reason='.+', Id=([0-9a-f-]{36})\)/);
    await command.seen(/Executed 'Functions\.hello' \(Succeeded, Id=[0-9a-f-]{36}, Duration=\d+ms\)/);
    command.signal('SIGTERM');
    expect(await command.ended).toBe(0);
    expect(command.output()).not.toContain('not-to-be-printed');
  });

  it('runs an ES module app, whether by "type": "module" or by .mjs', async () => {
    const source = (name: string): string =>
      `import { app } from '@azure/functions';\napp.get('${name}', () => ({ jsonBody: { from: '${name}', host: process.env.WEBSITE_HOSTNAME } }));`;
    const app = writeApp(folder(), {
      'package.json': { type: 'module', main: 'src/{one.js,more/**/*.mjs}' },
      'src/one.js': source('one'),
      'src/more/deep/two.mjs': source('two'),
    });
    const url = await started(run(['--app', app, '--port', '0']));
    const host = new URL(url).host;
    expect(await (await fetch(`${url}/api/one`)).json()).toEqual({ from: 'one', host });
    expect(await (await fetch(`${url}/api/two`)).json()).toEqual({ from: 'two', host });
  });

  it('streams HTTP bodies both ways for an app that asks for it', async () => {
    const app = writeApp(folder(), {
      'package.json': { main: 'main.js' },
      'main.js': `
        const { app } = require('@azure/functions');
        app.setup({ enableHttpStream: true });
        app.post('echo', { route: 'echo/{id}', handler: async (request) => ({ headers: { 'x-id': request.params.id, 'x-was': request.headers.get('x-is') }, body: request.body }) });
        app.post('nothing', async () => undefined);
        app.post('fails', async () => { throw new Error('on purpose'); });`,
    });
    const url = await started(run(['--app', app, '--port', '0']));
    const body = 'x'.repeat(1_000_000);
    const echoed = await fetch(`${url}/api/echo/7`, { method: 'POST', body, headers: { 'x-is': 'there' } });
    expect(echoed.headers.get('x-id')).toBe('7');
    expect(echoed.headers.get('x-was')).toBe('there');
    expect(await echoed.text()).toBe(body);
    expect((await fetch(`${url}/api/nothing`, { method: 'POST', body })).status).toBe(204);
    expect((await fetch(`${url}/api/fails`, { method: 'POST', body })).status).toBe(500);
  });

  it('tells a missing package.json, a glob without a match, and a file that throws apart', async () => {
    const failure = async (files: Record<string, string | object>): Promise<string> => {
      const command = run(['--app', writeApp(folder(), files), '--port', '0']);
      expect(await command.ended).toBe(1);
      return command.output();
    };
    const [noPackage, noMatch, thrown, refused] = await Promise.all([
      failure({ 'host.json': {} }),
      failure({ 'package.json': { main: 'dist/*.js' } }),
      failure({ 'package.json': { main: '*.js' }, 'a.js': 'throw new Error("not today")' }),
      failure({
        'package.json': { main: '*.js' },
        'a.js': `require('@azure/functions').app.storageQueue('q', { queueName: 'x', connection: 'y', handler: () => {} });`,
      }),
    ]);
    expect(noPackage).toContain('has no package.json');
    expect(noMatch).toMatch(/No file matches "main" \(dist\/\*\.js\)/);
    expect(thrown).toMatch(/a\.js failed while it was loaded: Error: not today/);
    expect(refused).toContain(
      'Function "q" uses the trigger "queueTrigger", which this host does not support.',
    );
  });

  it('says which port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const app = writeApp(folder(), { 'package.json': { main: 'a.js' }, 'a.js': HELLO });
    const command = run(['--app', app, '--port', String(port)]);
    const code = await command.ended;
    other.close();
    expect(code).toBe(1);
    expect(command.output()).toContain(`Port ${port} on 127.0.0.1 is taken.`);
  });
});

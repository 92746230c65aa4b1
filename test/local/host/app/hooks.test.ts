import { app } from '@azure/functions';
import { describe, expect, it } from '@jest/globals';
import { hostFixture } from '../support/host-fixture';

describe("an app's hooks", () => {
  const { start } = hostFixture();

  it('run around each invocation and may replace inputs, handler and result', async () => {
    const order: string[] = [];
    const { url } = await start({
      entry: () => {
        app.hook.preInvocation((context) => {
          order.push('pre');
          context.hookData['from'] = 'pre';
          context.inputs = ['replaced'];
          const { functionHandler } = context;
          context.functionHandler = (input: unknown, invocation): unknown => {
            order.push('wrapped');
            return functionHandler(input, invocation);
          };
        });
        app.hook.postInvocation((context) => {
          order.push(`post after ${String(context.hookData['from'])}`);
          context.result = { body: `${(context.result as { body: string }).body}, changed` };
        });
        app.get('hooked', (input: unknown) => ({ body: `got ${input as string}` }));
      },
    });
    expect(await (await fetch(`${url}/api/hooked`)).text()).toBe('got replaced, changed');
    expect(order).toEqual(['pre', 'wrapped', 'post after pre']);
  });

  it('may forgive an error, or make one', async () => {
    const { url } = await start({
      entry: () => {
        app.hook.postInvocation((context) => {
          if (context.error) context.result = { body: 'forgiven' };
          context.error = context.error ? null : new Error('made by a hook');
        });
        app.get('throws', () => {
          throw new Error('on purpose');
        });
        app.get('works', () => ({ body: 'fine' }));
      },
    });
    expect(await (await fetch(`${url}/api/throws`)).text()).toBe('forgiven');
    expect((await fetch(`${url}/api/works`)).status).toBe(500);
  });

  it('hear of the start and the end, with data that lives as long as the app', async () => {
    const heard: unknown[] = [];
    const { host } = await start({
      entry: () => {
        app.hook.appStart(({ hookData }) => void (hookData['since'] = 'the start'));
        app.hook.appTerminate(({ hookData }) => void heard.push(hookData['since']));
      },
    });
    await host.stop();
    await host.stop();
    expect(heard).toEqual(['the start']);
  });

  it('see and may change each log line; a disposed one no longer does', async () => {
    let dispose: () => void = () => undefined;
    const { url, lines } = await start({
      entry: () => {
        const hook = app.hook.log((context) => {
          const name = context.invocationContext?.functionName ?? 'nobody';
          if (context.category === 'user') context.message = `${name}: ${context.message}`;
        });
        dispose = () => void hook.dispose();
        app.get('logs', (_request, context) => {
          context.warn('a', 1);
          return {};
        });
      },
    });
    await fetch(`${url}/api/logs`);
    dispose();
    await fetch(`${url}/api/logs`);
    const said = lines.filter(({ source }) => source === 'user');
    expect(said.map(({ level, text, functionName }) => [level, text, functionName])).toEqual([
      ['warning', 'logs: a 1', 'logs'],
      ['warning', 'a 1', 'logs'],
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppSettings } from '../../../../local/host/settings/app-settings';
import { type HostFileOptions, readHostOptions } from '../../../../local/host/settings/host-options';
import { parseTimeSpanMs } from '../../../../local/host/settings/time-span';
import { hostFixture } from '../support/host-fixture';

const none: AppSettings = () => undefined;

describe('host.json', () => {
  const { folder } = hostFixture();

  let warnings: string[] = [];
  const read = (content: string, settings = none): HostFileOptions => {
    const root = folder();
    writeFileSync(join(root, 'host.json'), content);
    warnings = [];
    return readHostOptions(root, settings, (text) => warnings.push(text));
  };

  it('may be absent: Azure’s defaults hold', () => {
    const { routePrefix, serviceBus, durableTask } = readHostOptions(folder(), none, () => undefined);
    expect(routePrefix).toBe('api');
    expect(serviceBus).toEqual({
      autoCompleteMessages: true,
      maxAutoLockRenewalDuration: 300_000,
      maxConcurrentCalls: 16,
      maxMessageBatchSize: 1000,
      minMessageBatchSize: 1,
      maxBatchWaitTime: 30_000,
    });
    expect(durableTask.hubName).toBeUndefined();
  });

  it('may hold comments, trailing commas and sections this host has no use for', () => {
    const options = read(`{
      // a comment, and "quotes" in it
      "version": "2.0", "logging": { "url": "http://x/*not a comment*/" },
      "extensions": { "http": { "routePrefix": "/v1/" }, "serviceBus": { "maxConcurrentCalls": 4, "prefetchCount": 1, }, },
    }`);
    expect(options.routePrefix).toBe('v1');
    expect(options.serviceBus).toMatchObject({ maxConcurrentCalls: 4, maxMessageBatchSize: 1000 });
  });

  it("resolves settings in the hub name, and takes Azure's default with a warning where one is missing", () => {
    const content = '{"version":"2.0","extensions":{"durableTask":{"hubName":"hub%STAGE%"}}}';
    expect(read(content, (name) => (name === 'STAGE' ? 'Test' : undefined)).durableTask.hubName).toBe(
      'hubTest',
    );
    expect(read(content).durableTask.hubName).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(/'%STAGE%' in .*host\.json \(hubName\) does not resolve/),
    ]);
  });

  it('names a setting that is missing in the route prefix', () => {
    const content = '{"version":"2.0","extensions":{"http":{"routePrefix":"%STAGE%"}}}';
    expect(() => read(content)).toThrow(/'%STAGE%' in .*host\.json \(routePrefix\) does not resolve/);
  });

  it('names the place of each value it cannot use', () => {
    expect(() => read('{"version":"1.0"}')).toThrow(
      /host\.json cannot be used\. version: "version" must be "2\.0"/,
    );
    const bad =
      '{"version":"2.0","extensions":{"serviceBus":{"maxConcurrentCalls":0,"maxBatchWaitTime":"soon"}}}';
    expect(() => read(bad)).toThrow(
      /extensions\.serviceBus\.maxConcurrentCalls.*extensions\.serviceBus\.maxBatchWaitTime: "soon" is not/,
    );
  });

  it('gives way to settings that override it', () => {
    process.env['AzureFunctionsJobHost__extensions__HTTP__routePrefix'] = 'over';
    const { routePrefix } = read('{"version":"2.0","extensions":{"http":{"routePrefix":"under"}}}');
    delete process.env['AzureFunctionsJobHost__extensions__HTTP__routePrefix'];
    expect(routePrefix).toBe('over');
  });
});

describe('a .NET time span', () => {
  it.each([
    ['00:05:00', 300_000],
    ['1.12:00:00', 129_600_000],
    ['24:00:00', 24 * 86_400_000],
    ['00:00:01.5', 1_500],
    ['01:30', 5_400_000],
    ['00:60:00', undefined],
    ['5 minutes', undefined],
  ])('%s is %p milliseconds', (text, expected) => {
    expect(parseTimeSpanMs(text)).toBe(expected);
  });
});

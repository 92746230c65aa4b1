import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBrokerConfig } from '../../../../local/bus/settings/broker-config';

const configWith = (properties: object, rest: object = {}): object => ({
  UserConfig: {
    Namespaces: [{ Name: 'sbemulatorns', Queues: [{ Name: 'q', Properties: properties }], ...rest }],
    Logging: { Type: 'File' },
  },
});

describe("the broker's configuration", () => {
  it("declares the project's queues, within the official emulator's ranges", () => {
    const hours = 3_600_000;
    const common = {
      lockDurationMs: 300_000,
      maxDeliveryCount: 10,
      timeToLiveMs: hours,
      deadLetterOnExpiry: false,
    };
    expect(readBrokerConfig('local/bus/config.json')).toEqual(
      ['hints', 'removal-orders', 'partner-events'].map((name) => ({ name, ...common })),
    );
  });

  it("has the official emulator's defaults", () => {
    expect(readBrokerConfig(configWith({}))).toEqual([
      {
        name: 'q',
        lockDurationMs: 60_000,
        maxDeliveryCount: 3,
        timeToLiveMs: 3_600_000,
        deadLetterOnExpiry: false,
      },
    ]);
  });

  it.each([
    ['sessions', { RequiresSession: true }],
    ['duplicate detection', { RequiresDuplicateDetection: true }],
    ['partitioning', { EnablePartitioning: true }],
    ['forwarding', { ForwardTo: 'elsewhere' }],
    ['forwarding of dead letters', { ForwardDeadLetteredMessagesTo: 'elsewhere' }],
  ])('that asks for %s is refused by name', (feature, properties) => {
    expect(() => readBrokerConfig(configWith(properties))).toThrow(`does not offer ${feature} (`);
  });

  it('that asks for topics is refused by name', () => {
    expect(() => readBrokerConfig(configWith({}, { Topics: [{ Name: 't' }] }))).toThrow(
      'does not offer topics and subscriptions',
    );
  });

  it('may name refused features as long as it does not ask for them, as the emulator writes them', () => {
    const off = {
      RequiresSession: false,
      RequiresDuplicateDetection: false,
      DuplicateDetectionHistoryTimeWindow: 'PT20S',
      ForwardTo: '',
      ForwardDeadLetteredMessagesTo: '',
    };
    expect(readBrokerConfig(configWith(off, { Topics: [] }))).toHaveLength(1);
  });

  it('is refused as a whole, with every reason in one report', () => {
    const wrong = configWith({
      LockDuration: 'PT1H',
      MaxDeliveryCount: 99,
      RequiresSession: true,
      Surprise: 1,
    });
    const report = (): unknown => readBrokerConfig(wrong);
    for (const reason of [/LockDuration.*'PT1H'/, /MaxDeliveryCount/, /sessions/, /Surprise/])
      expect(report).toThrow(reason);
  });

  it("may leave out the logging, which is the emulator's own", () => {
    expect(
      readBrokerConfig({ UserConfig: { Namespaces: [{ Name: 'n', Queues: [{ Name: 'q' }] }] } }),
    ).toHaveLength(1);
  });

  it('that declares a queue twice is refused, whatever the case of its letters', () => {
    const twice = {
      UserConfig: { Namespaces: [{ Name: 'n', Queues: [{ Name: 'Orders' }, { Name: 'orders' }] }] },
    };
    expect(() => readBrokerConfig(twice)).toThrow(/Queues\.1\.Name: the queue 'orders' is declared twice/);
  });

  it.each(['q/', '/q', 'a//b', '-q', 'q.', 'q/$DeadLetterQueue', 'topic/Subscriptions/one', 'q'.repeat(261)])(
    "with a queue '%s', whose name nobody could reach, is refused",
    (name) => {
      const odd = { UserConfig: { Namespaces: [{ Name: 'n', Queues: [{ Name: name }] }] } };
      expect(() => readBrokerConfig(odd)).toThrow(/Queues\.0\.Name: must be a queue name/);
    },
  );

  it.each(['q', 'a/b/c', 'with.dots_and-more', '7'])("may declare a queue '%s'", (name) => {
    const config = { UserConfig: { Namespaces: [{ Name: 'n', Queues: [{ Name: name }] }] } };
    expect(readBrokerConfig(config)).toMatchObject([{ name }]);
  });

  it("may have shorter times than the emulator's for tests only", () => {
    const short = configWith({ LockDuration: 'PT0.5S', DefaultMessageTimeToLive: 'PT2S' });
    expect(() => readBrokerConfig(short)).toThrow(/5 to 300 seconds/);
    expect(readBrokerConfig(short, true)).toMatchObject([{ lockDurationMs: 500, timeToLiveMs: 2_000 }]);
  });

  it('that cannot be read says which file, and what it should be', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'gatehouse-bus-')), 'config.json');
    expect(() => readBrokerConfig(file)).toThrow(/cannot read .*config\.json.*Config\.json format/);
    writeFileSync(file, `\uFEFF${JSON.stringify(configWith({}))}`); // an editor's mark is not the reader's fault
    expect(readBrokerConfig(file)).toHaveLength(1);
    writeFileSync(file, '[]');
    expect(() => readBrokerConfig(file)).toThrow('as a whole: ');
    writeFileSync(file, '{');
    expect(() => readBrokerConfig(file)).toThrow(/cannot read/);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventType } from '../../../../local/host/durable/history-event';
import { createTestHost, type TestHost } from '../../../../local/host/test-kit/create-test-host';
import { durableSampleApp } from '../../../fixtures/durable-sample-app';

const DAY_MS = 86_400_000;

describe('ninety days of virtual time', () => {
  let host: TestHost;
  beforeEach(async () => {
    host = await createTestHost({ entry: durableSampleApp, seed: 90 });
  });
  afterEach(() => host.stop());

  it('cuts a timer of ninety days into legs of three and ends on the day', async () => {
    const id = await host.start('patient', { input: 90 });
    await host.advance(90 * DAY_MS - 1);
    expect(host.status(id)?.runtimeStatus).toBe('Running');
    await host.advance(1);
    expect(host.status(id)?.output).toBe(90);
    expect(host.history(id).filter(({ EventType: type }) => type === EventType.TimerFired)).toHaveLength(30);
  });

  it('leaves a timer of six days whole', async () => {
    const id = await host.start('patient', { input: 6 });
    await host.advance(6 * DAY_MS);
    expect(host.status(id)?.output).toBe(6);
    expect(host.history(id).filter(({ EventType: type }) => type === EventType.TimerFired)).toHaveLength(1);
  });

  it('survives a crash on each of the ninety days', async () => {
    const patient = await host.start('patient', { input: 90 });
    const monitor = await host.start('monitor', { input: { checks: 0, lastCheck: 0 } });
    for (let day = 0; day < 90; day += 1) {
      await host.advance(DAY_MS);
      await host.crash();
    }
    await host.settle();
    expect(host.status(patient)?.output).toBe(90);
    expect(host.status(monitor)?.customStatus).toEqual({ checks: 90 });
  });
});

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AggregationTemporality, InMemoryMetricExporter } from '@opentelemetry/sdk-metrics';
import { describe, expect, it } from '@jest/globals';
import { METRICS, type MetricName } from '../../../../shared/clients/metrics';
import { countThrottling } from '../../../../shared/clients/http/count-throttling';
import { connectTelemetry, exportingMetrics } from '../../../../shared/clients/telemetry/connect-telemetry';
import { scriptedService, staticCredential, stopServices } from '../scripted-service';

const names = Object.keys(METRICS) as MetricName[];

describe('figures', () => {
  it('reach the exporter under their names, with their units', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const metrics = exportingMetrics(exporter);
    for (const name of names) metrics.record(name, 2);
    await metrics.flush();
    const sent = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((one) => one.metrics));
    expect(sent.map(({ descriptor }) => [descriptor.name, descriptor.unit]).sort()).toEqual(
      names.map((name) => [name, METRICS[name].unit]).sort(),
    );
  });

  it('count the calls that were throttled, by path without ids, and no other call', () => {
    const counted: unknown[] = [];
    const observe = countThrottling({ record: (...what) => void counted.push(what) });
    const call = { authority: 'Microsoft Graph', method: 'GET', pathTemplate: '/v1.0/users/{user}' } as const;
    for (const status of [200, 404, 0, 503]) observe({ ...call, status });
    expect(counted).toEqual([]);
    observe({ ...call, status: 429 });
    expect(counted).toEqual([
      ['gatehouse.throttled_calls', 1, { authority: 'Microsoft Graph', call: 'GET /v1.0/users/{user}' }],
    ]);
  });

  it('go nowhere, and disturb nothing, where there is no Application Insights', async () => {
    const metrics = connectTelemetry({ connectionString: null, credential: staticCredential() });
    for (const name of names) metrics.record(name, 1);
    await metrics.flush();
  });

  it('go to the address of the connection string by the identity, as Application Insights takes them', async () => {
    const service = await scriptedService();
    const taken = { body: { itemsReceived: 1, itemsAccepted: 1, errors: [] } };
    service.answer(...Array.from({ length: 9 }, () => taken));
    // In a process of its own: the exporter loads parts of itself in a way that jest does not allow.
    const script = `
      const { connectTelemetry } = require('./dist/shared/clients/telemetry/connect-telemetry.js');
      const credential = { getToken: async () => ({ token: 'token-of-the-test', expiresOnTimestamp: Date.now() + 3600000 }) };
      const metrics = connectTelemetry({ connectionString: process.env.TO, credential });
      metrics.record('gatehouse.open_failures', 3);
      metrics.flush().then(() => process.exit(0));`;
    const connectionString = `InstrumentationKey=11111111-1111-4111-8111-111111111111;IngestionEndpoint=${service.url}/`;
    const env = { ...process.env, TO: connectionString, APPLICATION_INSIGHTS_NO_STATSBEAT: 'true' };
    await promisify(execFile)(process.execPath, ['-e', script], { env, cwd: join(__dirname, '../../../..') });
    const sent = service.received.find(({ url }) => url.startsWith('/v2.1/track'));
    expect(JSON.stringify(sent?.body)).toContain('"name":"gatehouse.open_failures"');
    expect(sent?.headers['authorization']).toBe('Bearer token-of-the-test');
    await stopServices();
  });
});

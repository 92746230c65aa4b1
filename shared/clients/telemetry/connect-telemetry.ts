import type { TokenCredential } from '@azure/core-auth';
import { AzureMonitorMetricExporter } from '@azure/monitor-opentelemetry-exporter';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { metrics as api } from '@opentelemetry/api';
import type { Metrics } from '../metrics';
import { openTelemetryMetrics } from './open-telemetry-metrics';

export interface TelemetrySettings {
  /** Of Application Insights; null = figures go nowhere. */
  connectionString: string | null;
  /** Signs in for the figures, since local authentication is off in a deployment. */
  credential: TokenCredential;
}

const EVERY_MS = 60_000;

/**
 * Figures by OpenTelemetry to Application Insights. Only figures: requests, traces and logs go through the Functions
 * host, which has them already (Use OpenTelemetry with Azure Functions, May 2024: the host exports no metrics), and what
 * automatic instrumentation would add here are addresses with queries, so personal data. Opens no connection yet.
 */
export function connectTelemetry({ connectionString, credential }: TelemetrySettings): Metrics {
  return connectionString === null
    ? openTelemetryMetrics(api.getMeter('gatehouse'), () => Promise.resolve())
    : exportingMetrics(new AzureMonitorMetricExporter({ connectionString, credential }));
}

/** Figures sent by `exporter` once a minute and at each flush. */
export function exportingMetrics(exporter: PushMetricExporter): Metrics {
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: EVERY_MS });
  const provider = new MeterProvider({ readers: [reader] });
  return openTelemetryMetrics(provider.getMeter('gatehouse'), () => provider.forceFlush());
}

import type { Meter } from '@opentelemetry/api';
import { METRICS, type MetricName, type Metrics } from '../metrics';

type Instrument = (value: number, attributes: Readonly<Record<string, string>>) => void;

/** {@link Metrics} by the instruments of a meter. A flush that fails loses figures of a minute, and says nothing. */
export function openTelemetryMetrics(meter: Meter, flush: () => Promise<void>): Metrics {
  const names = Object.keys(METRICS) as MetricName[];
  const instruments = new Map(names.map((name) => [name, instrument(meter, name)]));
  return {
    record: (name, value, attributes = {}) => instruments.get(name)?.(value, attributes),
    // Figures are an aid: their way out being blocked must not fail what they tell about; the host logs the exporter's trouble.
    flush: () => flush().catch(() => undefined),
  };
}

function instrument(meter: Meter, name: MetricName): Instrument {
  const { kind, unit } = METRICS[name];
  switch (kind) {
    case 'histogram': {
      const histogram = meter.createHistogram(name, { unit });
      return (value, attributes) => histogram.record(value, attributes);
    }
    case 'counter': {
      const counter = meter.createCounter(name, { unit });
      return (value, attributes) => counter.add(value, attributes);
    }
    case 'gauge': {
      const gauge = meter.createGauge(name, { unit });
      return (value, attributes) => gauge.record(value, attributes);
    }
  }
}

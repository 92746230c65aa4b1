/** Everything that is measured while the product works: kind and unit by name. */
export const METRICS = {
  /** From a guest's acceptance to the first `ready` after it. */
  'gatehouse.accepted_to_ready': { kind: 'histogram', unit: 's' },
  /** From the change, as its notification dates it, to its arrival here; only where a notification has a date. */
  'gatehouse.notification_lag': { kind: 'histogram', unit: 's' },
  /** Calls that a service answered with 429. */
  'gatehouse.throttled_calls': { kind: 'counter', unit: '{call}' },
  'gatehouse.open_failures': { kind: 'gauge', unit: '{failure}' },
  /** Guests for whom something was asked that has not been read back yet. */
  'gatehouse.unconfirmed_steps': { kind: 'gauge', unit: '{guest}' },
  /** Rows, documents and guests forgotten because their time was over. */
  'gatehouse.purged': { kind: 'counter', unit: '{row}' },
  /** Age of the oldest change that the slowest sweep may not have looked for. */
  'gatehouse.sweep_lag': { kind: 'gauge', unit: 's' },
} as const;
export type MetricName = keyof typeof METRICS;

/** Where figures go. */
export interface Metrics {
  /** Never throws and never waits. Attributes are words of closed sets: no ids, no addresses. */
  record(name: MetricName, value: number, attributes?: Readonly<Record<string, string>>): void;
  /** Sends what was recorded: an instance may be frozen right after an invocation. Never throws. */
  flush(): Promise<void>;
}

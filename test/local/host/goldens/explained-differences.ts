/** Places where the embedded host differs from the recordings, each with its reason (docs/embedded-host-durable.md). */
const EXPLAINED: readonly { place: RegExp; reason: string }[] = [
  {
    place: /^s3_failures\.RetryTwo\.final\.body\.historyEvents\./,
    reason:
      'order in time: what ends at the same moment is seen in one turn here, in two on the recorded host',
  },
  { place: /^s5_http_returns\.keyed\./, reason: 'function keys are not asked for on a development machine' },
  { place: /^s5_http_returns\.root\.body/, reason: 'the recording leaves the welcome page out' },
];

export function explanationOf(place: string): string | undefined {
  return EXPLAINED.find((each) => each.place.test(place))?.reason;
}

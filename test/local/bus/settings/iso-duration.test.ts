import { expect, it } from '@jest/globals';
import { parseIsoDuration } from '../../../../local/bus/settings/iso-duration';

it.each([
  ['PT5S', 5_000],
  ['PT0.25S', 250],
  ['PT1M', 60_000],
  ['PT1H30M', 5_400_000],
  ['P1D', 86_400_000],
  ['P1DT1S', 86_401_000],
])('%s is %d ms', (text, durationMs) => {
  expect(parseIsoDuration(text)).toBe(durationMs);
});

it.each(['', 'P', 'PT', '5s', 'P1DT', 'PT1S1M', '00:05:00', 'P1Y'])("'%s' is no duration", (text) => {
  expect(parseIsoDuration(text)).toBeUndefined();
});

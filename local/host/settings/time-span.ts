const DAY_MS = 86_400_000;
const UNITS_MS = { hours: 3_600_000, minutes: 60_000, seconds: 1_000 };
const SPAN =
  /^(?:(?<days>\d+)\.)?(?<hours>\d+):(?<minutes>\d{1,2})(?::(?<seconds>\d{1,2})(?:\.(?<fraction>\d{1,7}))?)?$/;

/**
 * Reads a .NET TimeSpan such as `00:05:00` or `1.12:00:00` as milliseconds; `undefined` when the text is none.
 *
 * .NET reads an hour part above 23 as days, so `24:00:00` is twenty-four days (Azure Functions timer trigger page,
 * section "NCRONTAB expressions and TimeSpan", 2026): reproduced, not repaired.
 */
export function parseTimeSpanMs(text: string): number | undefined {
  const parts = SPAN.exec(text.trim())?.groups;
  if (!parts) return undefined;
  const number = (name: string): number => Number(parts[name] ?? 0);
  const isShifted = parts['days'] === undefined && number('hours') > 23;
  const [days, hours, minutes, seconds] = isShifted
    ? [number('hours'), number('minutes'), number('seconds'), 0]
    : [number('days'), number('hours'), number('minutes'), number('seconds')];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fractionMs = Number(`0.${parts['fraction'] ?? '0'}`) * 1_000;
  const wholeMs = hours * UNITS_MS.hours + minutes * UNITS_MS.minutes + seconds * UNITS_MS.seconds;
  return days * DAY_MS + wholeMs + Math.round(fractionMs);
}

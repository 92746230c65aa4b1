/** `2026-11-24 05:20Z`, or `never`. */
export const minuteText = (at: string | null): string =>
  at === null ? 'never' : `${at.slice(0, 10)} ${at.slice(11, 16)}Z`;

/** Seconds as a person says them: `45 s`, `12 min`, `3.5 h`, `8 d`. */
export function spanText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 360) / 10} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

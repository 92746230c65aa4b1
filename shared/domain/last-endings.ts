/** As much of an assignment as decides. */
interface Held {
  user: string;
  endsAt: string | null;
}

/**
 * Whose last access ends between the two times, and when. Who has anything that goes on longer, or has no end, is not
 * among them: which package gives which group is not asked, so nobody is warned while something is left. Pure.
 */
export function lastEndings(
  assignments: readonly Held[],
  fromMs: number,
  untilMs: number,
): Map<string, string> {
  const last = new Map<string, number>();
  for (const { user, endsAt } of assignments) {
    const endsMs = endsAt === null ? Infinity : Date.parse(endsAt);
    last.set(user, Math.max(last.get(user) ?? -Infinity, endsMs));
  }
  const ending = [...last].filter(([, endsMs]) => endsMs >= fromMs && endsMs <= untilMs);
  return new Map(ending.map(([user, endsMs]) => [user, new Date(endsMs).toISOString()]));
}

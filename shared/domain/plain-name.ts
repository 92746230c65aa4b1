const LONGEST = 64;
/** Control characters, and those that turn the direction of what follows or cannot be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
/** Would be made a link by whatever shows the text: an address, a domain, a path. */
const LINK_LIKE = /[@/\\]|\b(?:www|https?)\b|\w\.[a-z]{2,}/i;

/**
 * A name somebody chose, as a notice may show it: one line, not long, and nothing that a mail program would turn into a
 * link; null where no such name is left. Mail goes out in the company's name, so what a guest calls itself must not be
 * able to say "click here". Pure.
 */
export function plainName(name: string | null): string | null {
  const shown = (name ?? '').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
  if (shown === '' || LINK_LIKE.test(shown)) return null;
  const letters = Array.from(shown);
  return letters.length <= LONGEST ? shown : `${letters.slice(0, LONGEST - 1).join('')}…`;
}

import { reasonText, ticketText } from './route-schemas';

/**
 * Why somebody puts something, where the body has no place for it: the headers `Gatehouse-Reason` (percent-encoded
 * UTF-8) and `Gatehouse-Ticket`. What does not fit counts as not said.
 */
export function reasonHeaders(headers: Headers): { reason?: string; ticket?: string } {
  const reason = reasonText.safeParse(decoded(headers.get('gatehouse-reason')));
  const ticket = ticketText.safeParse(headers.get('gatehouse-ticket'));
  return { ...(reason.success && { reason: reason.data }), ...(ticket.success && { ticket: ticket.data }) };
}

function decoded(text: string | null): string | null {
  try {
    return text === null ? null : decodeURIComponent(text);
  } catch {
    // A stray percent sign: as it stands.
    return text;
  }
}

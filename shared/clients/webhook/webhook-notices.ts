import { CALL_TIME_LIMIT_MS } from '../http/call-time-limit';
import { failureOf } from '../http/failure-of';
import { COMMON_FAILURES, type FailureRule } from '../http/failure-rule';
import { noAnswerFailure } from '../http/no-answer-failure';
import type { Letter, Notices } from '../notices';
import { teamsMessage } from './teams-message';

export interface WebhookSettings {
  /** https. A secret: whoever knows it can post. It stands in no message and no log. */
  url: string;
  format: 'json' | 'teams';
  fetch?: typeof fetch;
  /** Milliseconds since 1970; the process's clock unless told. */
  now?: () => number;
}

const AUTHORITY = 'The notices webhook';
const ASKED = 'POST of a notice';

/** A webhook answers by its own rules; these are what any of them means by such a status. */
const WEBHOOK_FAILURES: readonly FailureRule[] = [
  {
    statuses: [401, 403],
    refused: 'forbidden',
    next: 'the address is no longer accepted: make a new webhook and set GATEHOUSE_NOTICES_WEBHOOK',
  },
  {
    statuses: [404, 410],
    refused: 'not-found',
    next: 'the webhook is gone: make a new one and set GATEHOUSE_NOTICES_WEBHOOK',
  },
  ...COMMON_FAILURES,
];

/**
 * {@link Notices} by a POST to one address: JSON of our own, or a message for a workflow of Teams. The letter's key goes
 * along as `Idempotency-Key`. One request, never repeated here; redirects are not followed, for the body names people.
 */
export function webhookNotices(settings: WebhookSettings): Notices {
  const now = settings.now ?? Date.now;
  return {
    send: async (letter) => {
      const response = await posted(settings, letter);
      await response.body?.cancel();
      if (response.ok) return 'sent';
      const answer = {
        authority: AUTHORITY,
        asked: ASKED,
        status: response.status,
        code: null,
        requestId: null,
        retryAfter: response.headers.get('retry-after'),
      } as const;
      throw failureOf(answer, WEBHOOK_FAILURES, now());
    },
  };
}

async function posted(settings: WebhookSettings, letter: Letter): Promise<Response> {
  try {
    return await (settings.fetch ?? fetch)(settings.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': letter.key },
      body: JSON.stringify(settings.format === 'teams' ? teamsMessage(letter) : { schema: 1, ...letter }),
      redirect: 'error',
      signal: AbortSignal.timeout(CALL_TIME_LIMIT_MS),
    });
  } catch (error) {
    throw noAnswerFailure(AUTHORITY, ASKED, error);
  }
}

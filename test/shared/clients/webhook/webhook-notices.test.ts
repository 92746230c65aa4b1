import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RetryableError } from '../../../../shared/domain/codes';
import { webhookNotices } from '../../../../shared/clients/webhook/webhook-notices';
import { scriptedService, stopServices, type ScriptedService } from '../scripted-service';

let service: ScriptedService;
beforeEach(async () => {
  service = await scriptedService();
});
afterEach(stopServices);

const letter = {
  key: 'key-1',
  to: null,
  about: 'sponsor-digest',
  subject: 'News of your guests',
  text: 'Hello,\n\n- [Ada](https://evil.example)\n',
};
const webhook = (format: 'json' | 'teams' = 'json') =>
  webhookNotices({ url: `${service.url}/hook?sig=secret`, format });
const failureOf = (): Promise<unknown> =>
  webhook()
    .send(letter)
    .catch((error: unknown) => error);

describe('a notice by webhook', () => {
  it('is JSON of our own, with a key by which a repeat is known', async () => {
    service.answer({ status: 202 });
    expect(await webhook().send(letter)).toBe('sent');
    const [request] = service.received;
    expect(request).toMatchObject({ method: 'POST', body: { schema: 1, ...letter } });
    expect(request?.headers['idempotency-key']).toBe('key-1');
  });

  it('is a card for Teams whose text is not read as markup', async () => {
    service.answer({ status: 202 });
    await webhook('teams').send(letter);
    const { attachments } = service.received[0]?.body as { attachments: { content: { body: object[] } }[] };
    const blocks = attachments[0]?.content.body ?? [];
    expect(blocks.map((block) => (block as { type: string }).type)).toEqual(
      blocks.map(() => 'RichTextBlock'),
    );
    expect(blocks.length).toBeGreaterThan(2);
    expect(JSON.stringify(blocks)).toContain('[Ada](https://evil.example)');
  });

  it.each([
    [
      { status: 503, headers: { 'retry-after': '40' } },
      { reason: 'unavailable', retryAfterSeconds: 40 },
    ],
    [{ status: 429 }, { reason: 'throttled' }],
    [{ instead: 'reset' }, { reason: 'unavailable' }],
    [{ status: 403 }, { code: 'forbidden' }],
    [{ status: 404 }, { code: 'not-found' }],
    [{ status: 400 }, { code: 'rejected' }],
  ] as const)('answered by %j is %j, and the address is told to nobody', async (answer, failure) => {
    service.answer(answer);
    const error = await failureOf();
    expect(error).toMatchObject(failure);
    expect(String(error)).not.toMatch(/secret|hook\?|127\.0\.0\.1/);
  });

  it('is not carried on to where the webhook points', async () => {
    service.answer({ status: 307, headers: { location: `${service.url}/elsewhere` } }, { status: 200 });
    expect(await failureOf()).toBeInstanceOf(RetryableError);
    expect(service.received).toHaveLength(1);
  });
});

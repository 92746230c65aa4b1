import { describe, expect, it } from '@jest/globals';
import { credentialFailure } from '../../../../shared/clients/http/credential-failure';
import { noAnswerFailure } from '../../../../shared/clients/http/no-answer-failure';
import { withoutMailAddresses } from '../../../../shared/clients/http/without-mail-addresses';

const ASKED = 'GET /v1.0/users/1';

function named(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name }, more);
}

describe('noAnswerFailure', () => {
  it.each(['AbortError', 'TimeoutError'])('takes %s for the time limit', (name) => {
    expect(noAnswerFailure('Microsoft Graph', ASKED, named(name, 'x'))).toMatchObject({
      reason: 'timed-out',
    });
  });

  it('names the network code that fetch hides, and not its text', () => {
    const cause = named('Error', 'connect to https://host/?$filter=anna@contoso.com', { code: 'ECONNRESET' });
    const failure = noAnswerFailure('Microsoft Graph', ASKED, new TypeError('fetch failed', { cause }));
    expect(failure).toMatchObject({
      reason: 'unavailable',
      message: expect.stringContaining('(ECONNRESET)'),
    });
    expect(failure.message).not.toContain('@');
    expect(failure.cause).toBeUndefined();
  });
});

describe('credentialFailure', () => {
  it('is for good where Entra refuses the sign-in, and keeps only the code of its text', () => {
    const refusal = named(
      'AuthenticationError',
      'AADSTS7000215: Invalid secret for app x, user anna@contoso.com',
      {
        statusCode: 401,
      },
    );
    const failure = credentialFailure('Microsoft Graph', refusal);
    expect(failure).toMatchObject({ name: 'TerminalError', code: 'forbidden' });
    expect(failure?.message).toContain('AADSTS7000215');
    expect(failure?.message).not.toContain('anna');
  });

  it('waits where the sign-in service is down', () => {
    const down = named('AuthenticationError', 'no text', { statusCode: 503 });
    expect(credentialFailure('Microsoft Graph', down)).toMatchObject({ reason: 'unavailable' });
  });

  it('leaves other errors alone', () => {
    expect(credentialFailure('Microsoft Graph', new TypeError('fetch failed'))).toBeUndefined();
  });
});

describe('withoutMailAddresses', () => {
  it('blots out addresses and guest names, and keeps the rest', () => {
    const text = 'User anna_contoso.com#EXT#@host.onmicrosoft.com (anna@contoso.com) has no licence';
    expect(withoutMailAddresses(text)).toBe('User [address] ([address]) has no licence');
  });
});

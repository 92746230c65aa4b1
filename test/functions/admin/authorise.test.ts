import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guid } from '../../shared/state/builders';
import { adminUnderTest, signedByPublicText, unsigned, type AdminUnderTest } from './admin-under-test';

let api: AdminUnderTest;
beforeEach(async () => {
  api = await adminUnderTest();
});
afterEach(() => api.host.stop());

const problem = (status: number, title: string, detail: unknown) => ({
  type: `urn:gatehouse:problem:${title}`,
  title,
  status,
  detail,
});

describe('a request to the admin API', () => {
  it.each([
    ['without a token', () => null, /no bearer token/],
    ['with another scheme', () => 'Basic b2xnYTpzZWNyZXQ=', /no bearer token/],
    ['with no token after the scheme', () => 'Bearer ', /no bearer token/],
    ['with text that is no token', () => 'Bearer nonsense', /ERR_JWS_INVALID/],
    [
      'for another audience',
      () => api.token({ audience: 'https://graph.microsoft.com' }),
      /CLAIM_VALIDATION/,
    ],
    ['of another issuer', () => api.token({ issuer: 'https://elsewhere.example/v2.0' }), /CLAIM_VALIDATION/],
    ['of another tenant', () => api.token({ tenant: guid(2, 'e') }), /another tenant/],
    ['that has expired', () => api.token({ expiresInSeconds: -120 }), /ERR_JWT_EXPIRED/],
    ['that never expires', () => api.token({ without: ['exp'] }), /CLAIM_VALIDATION/],
    ['of nobody', () => api.token({ without: ['oid'] }), /CLAIM_VALIDATION/],
    ['signed by somebody else', () => api.token({ isForged: true }), /SIGNATURE_VERIFICATION/],
    ['that says it needs no signature', async () => unsigned(await api.token()), /ALG_NOT_ALLOWED/],
    [
      'signed with what everybody knows',
      async () => signedByPublicText(await api.token()),
      /ALG_NOT_ALLOWED/,
    ],
    [
      'whose signature was cut off',
      async () => (await api.token()).replace(/\.[^.]*$/, '.'),
      /SIGNATURE_VERIFICATION/,
    ],
  ])('%s is refused as a problem document that says what to do', async (_what, tokenOf, why) => {
    const text = await tokenOf();
    const authorization = text === null || text.includes(' ') ? text : `Bearer ${text}`;
    const answer = await api.ask('GET', 'guests', { authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.body).toEqual(problem(401, 'unauthenticated', expect.stringMatching(/sign in again/)));
    expect(answer.body['detail']).toMatch(why);
    if (text !== null && text.length > 20) expect(JSON.stringify(answer.body)).not.toContain(text.slice(-20));
    expect(api.host.log.filter(({ text: line }) => line.includes('Refused GET listGuests'))).toHaveLength(1);
  });

  it.each([
    ['GET', 'guests', []],
    ['GET', `guests/${guid(1)}`, ['Gatehouse.Nothing']],
    ['GET', 'failures', []],
    ['GET', 'partners/contoso', []],
    ['PUT', 'partners/contoso', ['Gatehouse.Reader']],
    ['PUT', 'partners/contoso', ['Gatehouse.Approver']],
  ])('%s %s with the roles %j is forbidden', async (method, path, roles) => {
    const answer = await api.ask(method, path, { roles });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toEqual(
      problem(403, 'forbidden', expect.stringMatching(/needs the app role Gatehouse\./)),
    );
  });

  it.each(['Gatehouse.Reader', 'Gatehouse.Operator', 'Gatehouse.Approver'])(
    'that reads is let in with the role %s',
    async (role) => {
      expect(await api.ask('GET', 'guests', { roles: [role] })).toMatchObject({
        status: 200,
        body: { guests: [] },
      });
    },
  );

  it('is let in while its clock is a little ahead of ours', async () => {
    expect((await api.ask('GET', 'guests', { expiresInSeconds: -30 })).status).toBe(200);
  });

  it('for the health of the app needs no token', async () => {
    expect(await api.ask('GET', 'health', { authorization: null })).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    });
  });
});

describe('the admin API that cannot read the signing keys', () => {
  it('says so, and does not blame the token', async () => {
    const down = await adminUnderTest({ keys: () => Promise.reject(new TypeError('fetch failed')) });
    try {
      const answer = await down.ask('GET', 'guests');
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('10');
      expect(answer.body).toMatchObject({
        title: 'unavailable',
        detail: expect.stringContaining('try again'),
      });
    } finally {
      await down.host.stop();
    }
  });
});

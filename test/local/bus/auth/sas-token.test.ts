import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { Claims } from '../../../../local/bus/auth/claims';
import { checkSasToken } from '../../../../local/bus/auth/sas-token';

const KEY = { name: 'Root', key: 'c2VjcmV0' };
const NOW_MS = 1_000_000;

function token(changes: { resource?: string; key?: string; expiry?: number; name?: string } = {}): string {
  const { resource = 'sb://127.0.0.1:5672/hints', key = KEY.key, expiry = 2_000, name = KEY.name } = changes;
  const encoded = encodeURIComponent(resource);
  const signature = createHmac('sha256', key).update(`${encoded}\n${expiry}`).digest('base64');
  return `SharedAccessSignature sr=${encoded}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=${name}`;
}

const check = (text: string): ReturnType<typeof checkSasToken> => checkSasToken(text, KEY, NOW_MS);

describe('a shared access signature', () => {
  it('opens what it was made for, whatever scheme, host and port it names', () => {
    for (const resource of ['sb://127.0.0.1:5672/Hints', 'amqps://elsewhere/hints/', 'hints']) {
      expect(check(token({ resource }))).toEqual({ path: 'hints', expiresAtMs: 2_000_000 });
    }
  });

  it.each([
    ['of another key', token({ key: 'other' }), /InvalidSignature/],
    ["with another key's name", token({ name: 'Other' }), /InvalidSignature.*'Root'/],
    ['whose resource was changed', token().replace('hints', 'orders'), /InvalidSignature/],
    ['whose expiry was changed', token().replace('se=2000', 'se=9000'), /InvalidSignature/],
    ['that has expired', token({ expiry: 1_000 }), /ExpiredToken/],
    ['without an expiry', token().replace('&se=2000', ''), /InvalidSignature/],
    ['that is something else', 'Bearer abc', /MalformedToken/],
    ['that is malformed', 'SharedAccessSignature sig=%', /./],
  ])('%s is refused', (_case, text, reason) => {
    expect(() => check(text)).toThrow(reason);
  });

  it('never appears in the refusal', () => {
    expect(() => check(token({ key: 'other' }))).not.toThrow(/sig=/);
  });
});

describe('the claims of a connection', () => {
  const claims = new Claims();
  claims.add({ path: 'hints', expiresAtMs: NOW_MS });

  it('cover the entity and what is below it, until they expire', () => {
    for (const path of ['hints', 'Hints/$DeadLetterQueue', 'hints/$management'])
      expect(() => claims.require(path, NOW_MS - 1)).not.toThrow();
    expect(() => claims.require('hints', NOW_MS)).toThrow(/Unauthorized/);
  });

  it('cover nothing else', () => {
    for (const path of ['hints-of-others', 'orders', ''])
      expect(() => claims.require(path, NOW_MS - 1)).toThrow(/Unauthorized/);
  });

  it('of the whole namespace cover everything', () => {
    const all = new Claims();
    all.add({ path: '', expiresAtMs: NOW_MS });
    expect(() => all.require('orders', NOW_MS - 1)).not.toThrow();
  });
});

import { describe, expect, it } from '@jest/globals';
import { personalData } from '../../../local/demo/personal-data';

describe('looking for personal data in a log', () => {
  it.each([
    ['a mail address', 'Invited anna.schmidt@contoso.com', 'mail address'],
    ['a guest’s user principal name', 'anna_contoso.com#EXT#@woodgrove.onmicrosoft.com', 'mail address'],
    ['an encoded mail address', 'GET /v1.0/users?$filter=mail%20eq%20anna%40contoso.com', 'mail address'],
    ['a token', 'eyJhbGciOiJSUzI1NiJ9.eyJvaWQiOiJhYmMifQ.c2lnbmF0dXJl', 'token'],
    ['a header with a token', 'authorization: Bearer abcdefghijklmnop', 'token'],
    ['an invitation link', 'https://login.microsoftonline.com/redeem?rd=abc', 'invitation link'],
    ['a key', 'Endpoint=sb://127.0.0.1;SharedAccessKey=c2VjcmV0LXNlY3JldA==', 'key'],
  ])('finds %s, and does not repeat it', (_, line, what) => {
    const found = personalData(`nothing here\n${line}`);
    expect(found).toEqual([expect.stringMatching(new RegExp(`^line 2: .*${what}`))]);
    expect(found.join()).not.toMatch(/contoso|eyJ|redeem\?|c2Vj|abcdef/);
  });

  it('finds nothing in the lines the product writes', () => {
    const lines = [
      'step {"run":"guest-a0000000-0000-4000-8000-000000000001-3","step":"ensureMember","outcome":"done"}',
      'Subscribed to users as 6f3c1d52 until 2026-09-29T12:00:00.000Z',
      'graphNotifications: [POST] http://127.0.0.1:7074/api/graph/notifications',
      'Refused GET listGuests: there is no bearer token',
    ];
    expect(personalData(lines.join('\n'))).toEqual([]);
  });
});

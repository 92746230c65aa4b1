/** A cookie as the library puts it on the wire. */
export interface RpcCookie {
  name?: string;
  value?: string;
  domain?: { value: string };
  path?: { value: string };
  expires?: { value: { seconds: number } };
  secure?: { value: boolean };
  httpOnly?: { value: boolean };
  maxAge?: { value: number };
  sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
}

const SAME_SITE = { none: undefined, lax: 'lax', strict: 'strict', explicitNone: 'none' } as const;

/** A Set-Cookie header in the order and spelling of ASP.NET Core, which the host answers through. */
export function setCookieHeader(cookie: RpcCookie): string {
  const { name = '', value = '', expires, maxAge } = cookie;
  const parts = [
    `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    attribute('expires', expires && new Date(expires.value.seconds * 1000).toUTCString()),
    attribute('max-age', maxAge && Math.trunc(maxAge.value)),
    attribute('domain', cookie.domain?.value),
    attribute('path', cookie.path?.value),
    flag('secure', cookie.secure),
    attribute('samesite', SAME_SITE[cookie.sameSite ?? 'none']),
    flag('httponly', cookie.httpOnly),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function attribute(name: string, value: string | number | undefined): string {
  return value === undefined ? '' : `${name}=${value}`;
}

function flag(name: string, setting: { value: boolean } | undefined): string {
  return setting?.value === true ? name : '';
}

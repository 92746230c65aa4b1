/** An answer a demo step cannot go on with. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
}

/** Calls one JSON API. Throws ApiError with status and body on anything but success. */
export async function callJson<T>(
  url: string,
  token: string | undefined,
  init: RequestInit = {},
): Promise<T> {
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (init.body !== undefined) headers.set('content-type', 'application/json');
  const response = await fetch(url, { ...init, headers });
  const text = await response.text();
  if (!response.ok) throw new ApiError(`${init.method ?? 'GET'} ${url} answered ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

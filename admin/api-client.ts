/** An answer of the admin API, or its absence, that ends a command. Its message says what to do next. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
}

/** The admin API of one installation. */
export interface ApiClient {
  /** GET of a path below `/api/`. Throws ApiError on anything but success. */
  get<T>(path: string): Promise<T>;
}

const TIME_LIMIT_MS = 30_000;

/** Speaks to the API at `baseUrl`; `token` gives an access token for it, each time it is needed. */
export function apiClient(baseUrl: string, token: () => Promise<string>): ApiClient {
  return {
    get: async <T>(path: string) => {
      const url = `${baseUrl.replace(/\/+$/, '')}/api/${path}`;
      const headers = { authorization: `Bearer ${await token()}`, accept: 'application/json' };
      const response = await reach(url, { headers, signal: AbortSignal.timeout(TIME_LIMIT_MS) });
      const text = await response.text();
      if (!response.ok) throw new ApiError(`GET ${url} was answered ${response.status}: ${reasonOf(text)}`);
      return parse(url, text) as T;
    },
  };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new ApiError(
      `${url} does not answer (${cause}). Is the address right, and does Gatehouse run there?`,
    );
  }
}

function parse(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(
      `${url} did not answer with JSON: something other than Gatehouse answers at this address`,
    );
  }
}

/** The `detail` of a problem document says what happened and what to do. */
function reasonOf(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === 'string') return detail;
  } catch {
    // Not a problem document: a gateway's page, say. The status has been told.
  }
  return 'no reason was given';
}

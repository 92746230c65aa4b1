import { ApiError } from './api-error';

/** The answer, if it is one of success. Throws ApiError in the API's own words otherwise. */
export async function checkedAnswer(method: string, url: string, response: Response): Promise<Response> {
  if (response.ok) return response;
  const { status } = response;
  const kind = status >= 500 || status === 429 ? 'unreachable' : 'refused';
  const reason = reasonOf(await response.text());
  throw new ApiError(`${method} ${withoutQuery(url)} was answered ${status}: ${reason}`, kind, status);
}

/** The JSON of an answer. Throws ApiError where something other than Gatehouse spoke. */
export async function parsedAnswer(url: string, response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.text()) as unknown;
  } catch {
    throw new ApiError(
      `${withoutQuery(url)} did not answer with JSON: something other than Gatehouse answers at this address`,
      'unreachable',
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

const withoutQuery = (url: string): string => url.replace(/\?.*$/, '');

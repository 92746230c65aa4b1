import { type TestHost } from '../../../../local/host/test-kit/create-test-host';
import { type Exchange, type RecordedExchange } from './recording';

/** What comes over the wire here, in the shape of a recording. */
export type Answer = Exchange['res'];

/** Headers that belong to the server and the moment, not to the answer. */
const PASSING_HEADERS = new Set([
  'date',
  'server',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'content-length',
]);

/** Repeats one recorded request against the embedded host and gives back its answer, once nothing moves any more. */
export async function repeat(host: TestHost, recorded: RecordedExchange): Promise<Answer> {
  await startShownInstance(host, recorded);
  await host.settle();
  const answer = await send(host, recorded);
  await host.settle();
  return answer;
}

/** An instance that the recording shows but whose start it does not hold is started first, and given 30 seconds. */
async function startShownInstance(host: TestHost, recorded: RecordedExchange): Promise<void> {
  const instanceId = shownInstanceId(recorded);
  if (instanceId === undefined || host.status(instanceId)) return;
  const { name = instanceId.replace(/-[^-]*$/, '') } = recorded.res.body as { name?: string };
  await host.http(`/api/start/${name}?id=${instanceId}`, { method: 'POST', ...startBody(recorded) });
  await host.settle();
  const isOver = (): boolean =>
    ['Completed', 'Failed'].includes(host.status(instanceId)?.runtimeStatus ?? '');
  for (let seconds = 0; seconds < 30 && !isOver(); seconds += 1) await host.advance(1000);
}

function shownInstanceId({ req, res }: RecordedExchange): string | undefined {
  const isShown = req.method === 'GET' && ![404, 401].includes(res.status);
  return isShown ? /\/instances\/([^/?]+)\?/.exec(req.url)?.[1] : undefined;
}

/** The input that the recording names, or the one its status shows; an empty one was none. */
function startBody({ startInput, res }: RecordedExchange): { body?: string } {
  const { input } = res.body as { input?: unknown };
  if (startInput !== undefined) return { body: JSON.stringify(startInput) };
  return input === '' || input === undefined ? {} : { body: JSON.stringify(input) };
}

/** Recordings leave a request's own headers out; the one answer that echoes them says what was sent. */
function echoedHeaders(body: unknown): Record<string, string> {
  const { headers = {} } = (body ?? {}) as { headers?: Record<string, string> };
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-')));
}

async function send(host: TestHost, { req, res, place }: RecordedExchange): Promise<Answer> {
  const { pathname, search } = new URL(req.url);
  // Keys are redacted in the recordings; the one that was wrong has a name that says so.
  const query = search.replace(
    'code=KEY',
    place.endsWith('.badCode') ? 'code=wrong' : 'code=local-system-key',
  );
  const echoed = echoedHeaders(res.body);
  const isText = typeof req.body === 'string';
  const body = req.body === undefined ? undefined : isText ? (req.body as string) : JSON.stringify(req.body);
  const response = await host.http(`${pathname}${query}`, {
    method: req.method,
    ...(body === undefined ? {} : { body }),
    headers: { ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }), ...echoed },
  });
  return {
    status: response.status,
    headers: lastingHeaders(response.headers),
    body: bodyOf(await response.text()),
  };
}

export function lastingHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !PASSING_HEADERS.has(name)));
}

/** As the recorder wrote bodies: JSON where it parses, else the text under `text`. */
function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return { text };
  }
}

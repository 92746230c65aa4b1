import { canonicalJson } from '../../shared/domain/audit-chain';
import { sha256 } from '../../shared/domain/ids';
import type { IdempotencyKeys, IdempotentRequest } from '../../shared/state/idempotency';
import type { Versioned } from '../../shared/state/subjects';
import { problem, type ProblemResponse } from './problem';
import type { Reply } from './route';

/** How long a key and its answer are kept. */
export const KEY_KEPT_MS = 24 * 3_600_000;
/** Functions cuts an HTTP request off after 230 s (Learn, "Azure Functions scale and hosting"): later its process is gone. */
const ABANDONED_AFTER_MS = 240_000;
const KEY = /^[A-Za-z0-9_-]{16,128}$/;

/** A request that must be done once. */
export interface KeyedRequest {
  caller: string;
  method: string;
  path: string;
  body: unknown;
  headers: Headers;
  now: Date;
}

/**
 * Does `act` once for the key of the header `Idempotency-Key`, and answers a repetition with the stored answer for a
 * day. Only success is stored: whatever was refused changed nothing, and a repetition may fare better. The same key
 * with another request is refused, as is a repetition while the first is under way. A request whose process died is
 * taken up again after four minutes.
 */
export async function oncePerKey(
  keys: IdempotencyKeys,
  request: KeyedRequest,
  act: () => Promise<Reply<unknown> | ProblemResponse>,
): Promise<Reply<unknown> | ProblemResponse> {
  const taken = await takeKey(keys, request);
  if ('said' in taken) return taken.said;
  let answer: Reply<unknown> | ProblemResponse | undefined;
  try {
    answer = await act();
  } finally {
    await settleKey(keys, taken.mine, answer);
  }
  return answer;
}

type Taken = { mine: IdempotentRequest } | { said: Reply<unknown> | ProblemResponse };

async function takeKey(keys: IdempotencyKeys, request: KeyedRequest): Promise<Taken> {
  const key = request.headers.get('idempotency-key') ?? '';
  if (!KEY.test(key)) return { said: badKey() };
  const mine: IdempotentRequest = {
    caller: request.caller,
    keyHash: sha256(key),
    requestHash: requestHash(key, request),
    takenAt: request.now.toISOString(),
    answer: null,
  };
  // Twice: what stood in the way may be gone when it is looked at.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if ((await keys.insert(mine)) === 'written') return { mine };
    const stored = await keys.read(mine.caller, mine.keyHash);
    if (stored !== undefined) return repeated(keys, stored, mine);
  }
  return { said: underWay() };
}

async function repeated(
  keys: IdempotencyKeys,
  { value, etag }: Versioned<IdempotentRequest>,
  mine: IdempotentRequest,
): Promise<Taken> {
  const ageMs = Date.parse(mine.takenAt) - Date.parse(value.takenAt);
  const isOver = ageMs > (value.answer === null ? ABANDONED_AFTER_MS : KEY_KEPT_MS);
  if (value.requestHash !== mine.requestHash && ageMs <= KEY_KEPT_MS) return { said: keyReused() };
  if (!isOver) return { said: value.answer ?? underWay() };
  return (await keys.replace(mine, etag)) === 'written' ? { mine } : { said: underWay() };
}

/** Keeps the answer of a success, and gives the key back after anything else. */
async function settleKey(
  keys: IdempotencyKeys,
  mine: IdempotentRequest,
  answer: Reply<unknown> | ProblemResponse | undefined,
): Promise<void> {
  const stored = await keys.read(mine.caller, mine.keyHash);
  // Somebody took it over: the answer is theirs to keep.
  if (stored?.value.takenAt !== mine.takenAt || stored.value.answer !== null) return;
  if (answer === undefined || 'problem' in answer) {
    await keys.remove(mine.caller, mine.keyHash, stored.etag);
    return;
  }
  const { status, headers, body } = answer;
  await keys.replace({ ...mine, answer: { status, headers, body } }, stored.etag);
}

/** The key is part of what is hashed: what was asked (a mail address, say) cannot be guessed from the hash. */
const requestHash = (key: string, { method, path, body }: KeyedRequest): string =>
  sha256([key, method, path, canonicalJson(body ?? null)].join('\n'));

const badKey = () =>
  problem(
    'invalid',
    'send a header Idempotency-Key of 16 to 128 letters, digits, - and _ (a UUID): a new one for each thing to do, the same one to repeat it',
  );
const keyReused = () =>
  problem(
    'key-reused',
    'this Idempotency-Key came with another request before; take a new one for a new request',
  );
const underWay = () =>
  problem(
    'conflict',
    'the request with this Idempotency-Key is being done; ask again with the same key',
    {},
    { 'retry-after': '5' },
  );

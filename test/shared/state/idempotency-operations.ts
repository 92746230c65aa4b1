import fc from 'fast-check';
import { guid, NOON, ONE_O_CLOCK } from './builders';
import { etagOf, few, noted, operation } from './state-operation';

const keyed = fc
  .tuple(few, fc.constantFrom('k1', 'k2'), fc.constantFrom(NOON, ONE_O_CLOCK), fc.option(fc.jsonValue()))
  .map(([n, keyHash, takenAt, body]) => ({
    caller: guid(n),
    keyHash,
    requestHash: 'r',
    takenAt,
    answer: body === null ? null : { status: 200, headers: {}, body },
  }));
/** Calls of the port of idempotency keys. */
export const onIdempotencyKeys = [
  keyed.map((value) => operation('keys.insert', (state) => state.idempotencyKeys.insert(value))),
  keyed.map((value) =>
    operation('keys.replace', (state, etags) =>
      state.idempotencyKeys.replace(value, etagOf(etags, value.caller + value.keyHash)),
    ),
  ),
  keyed.map(({ caller, keyHash }) =>
    operation('keys.remove', (state, etags) =>
      state.idempotencyKeys.remove(caller, keyHash, etagOf(etags, caller + keyHash)),
    ),
  ),
  keyed.map(({ caller, keyHash }) =>
    operation('keys.read', async (state, etags) =>
      noted(etags, caller + keyHash, await state.idempotencyKeys.read(caller, keyHash)),
    ),
  ),
  fc
    .constantFrom(NOON, ONE_O_CLOCK)
    .map((at) => operation('keys.purgeBefore', (state) => state.idempotencyKeys.purgeBefore(at, 100))),
];

import fc from 'fast-check';
import { noticeKey } from '../../../shared/domain/notice';
import { NOON, notice, ONE_O_CLOCK } from './builders';
import { etagOf, few, noted, operation, sorted } from './state-operation';

const state = fc.constantFrom('waiting' as const, 'sent' as const, 'dropped' as const);
const one = fc
  .record({
    n: few,
    kind: fc.constantFrom('guest-welcome' as const, 'sponsor-held' as const),
    state,
    recordedAt: fc.constantFrom(NOON, ONE_O_CLOCK),
  })
  .map(({ n, ...changes }) => notice(n, changes));
const place = one.map((value) => ({ about: value.about, key: noticeKey(value) }));
const nameOf = ({ about, key }: { about: string; key: string }) => `notice ${about} ${key}`;

/** Calls of the outbox of notices. */
export const onNotices = [
  one.map((value) => operation('notices.add', (ports) => ports.noticeOutbox.add(value))),
  one.map((value) =>
    operation('notices.replace', (ports, etags) => {
      const etag = etagOf(etags, nameOf({ about: value.about, key: noticeKey(value) }));
      return ports.noticeOutbox.replace(value, etag);
    }),
  ),
  place.map((at) =>
    operation('notices.read', async (ports, etags) =>
      noted(etags, nameOf(at), await ports.noticeOutbox.read(at)),
    ),
  ),
  fc.constant(
    operation('notices.waiting', async (ports) =>
      sorted((await ports.noticeOutbox.waiting()).map(({ value }) => value)),
    ),
  ),
  fc
    .tuple(fc.record({ state }, { requiredKeys: [] }), fc.option(place, { nil: undefined }), few)
    .map(([filter, after, top]) =>
      operation('notices.page', (ports) => ports.noticeOutbox.page(filter, after, top)),
    ),
  fc
    .constantFrom(NOON, ONE_O_CLOCK, '2026-09-02')
    .map((at) => operation('notices.purgeBefore', (ports) => ports.noticeOutbox.purgeBefore(at, 1000))),
  few.map((n) => operation('notices.forget', (ports) => ports.noticeOutbox.forget(notice(n).about))),
];

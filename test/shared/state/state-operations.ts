import fc from 'fast-check';
import { groupId, guestId, partnerId } from '../../../shared/domain/ids';
import type { SubjectRow } from '../../../shared/domain/subject-row';
import type { SubjectKind } from '../../../shared/domain/subject';
import type { SubjectFilter } from '../../../shared/state/subjects';
import {
  failure,
  guid,
  hostRecord,
  leaseOf,
  ledgerFact,
  NOON,
  policy,
  subject,
  subjectRow,
  subscriptionRecord,
  wish,
} from './builders';
import { onIdempotencyKeys } from './idempotency-operations';
import { onNotices } from './notice-operations';
import { etagOf, few, noted, operation, sorted, word, type StateOperation } from './state-operation';

const kind = fc.constantFrom<SubjectKind>('guest', 'host');

const row = fc
  .record({
    of: fc.tuple(few, kind),
    changes: fc.record({
      seq: fc.nat(),
      openSeq: fc.nat(),
      live: fc.boolean(),
      token: fc.option(word),
      by: word,
      state: word,
      partner: fc.option(word),
      detail: fc.jsonValue(),
    }),
  })
  .map(({ of, changes }) => subjectRow(subject(...of), changes));

const pageFilter = fc.record({ state: word, live: fc.boolean() }, { requiredKeys: [] });
/** A filter, with none to all of its fields. */
const filter: fc.Arbitrary<SubjectFilter> = fc.record(
  { kind, state: word, partner: word, live: fc.boolean() },
  { requiredKeys: [] },
);

const onSubjects = [
  row.map((value) => operation('subjects.insert', (state) => state.subjects.insert(value))),
  row.map((value) =>
    operation('subjects.replace', (state, etags) =>
      state.subjects.replace(value, etagOf(etags, `subject ${value.subject.kind} ${value.subject.id}`)),
    ),
  ),
  fc.tuple(few, kind).map(([n, of]) =>
    operation('subjects.read', async (state, etags) => {
      const { id } = subject(n);
      return noted(etags, `subject ${of} ${id}`, await state.subjects.read({ kind: of, id })) ?? 'none';
    }),
  ),
  filter.map((asked) =>
    operation('subjects.list', async (state) => {
      const rows: SubjectRow[] = [];
      for await (const found of state.subjects.list(asked)) rows.push(found);
      return sorted(rows);
    }),
  ),
  fc
    .tuple(kind, pageFilter, few, fc.integer({ min: 1, max: 3 }))
    .map(([of, asked, n, top]) =>
      operation('subjects.page', (state) => state.subjects.page(of, asked, n === 3 ? '' : guid(n), top)),
    ),
];

const onPartners = [
  fc
    .tuple(fc.constantFrom('contoso', 'fabrikam'), few, fc.boolean())
    .map(([partner, n, isNew]) =>
      operation('partners.put', (state, etags) =>
        state.partners.put(policy(partner, [guid(n)]), isNew ? undefined : etagOf(etags, partner)),
      ),
    ),
  fc
    .constantFrom('contoso', 'fabrikam')
    .map((partner) =>
      operation('partners.read', async (state, etags) =>
        noted(etags, partner, await state.partners.read(partnerId(partner))),
      ),
    ),
  fc.constant(operation('partners.list', (state) => state.partners.list())),
];

const onLedger = [
  fc
    .tuple(few, fc.constantFrom('op-1', 'op-2', 'op-3'), fc.jsonValue(), fc.option(word))
    .map(([n, opId, evidence, message]) =>
      operation('ledger.append', (state) =>
        state.ledger.append(ledgerFact(subject(n), opId, { evidence, message })),
      ),
    ),
  fc
    .tuple(few, fc.option(fc.nat(4), { nil: undefined }))
    .map(([n, top]) => operation('ledger.read', (state) => state.ledger.read(subject(n), top))),
];

const fingerprint = fc.constantFrom('f1', 'f2');
const onFailures = [
  fc
    .tuple(fingerprint, word, word, fc.jsonValue())
    .map(([cause, key, firstSeenAt, evidence]) =>
      operation('failures.open', (state) =>
        state.failures.open(failure(cause, key, { firstSeenAt, evidence })),
      ),
    ),
  fc
    .option(fingerprint, { nil: undefined })
    .map((cause) => operation('failures.list', async (state) => sorted(await state.failures.list(cause)))),
  word.map((key) =>
    operation('failures.resolve', async (state) => sorted(await state.failures.resolve(key))),
  ),
];

const record = fc
  .tuple(few, fc.option(few))
  .map(([n, guest]) => hostRecord(n, guest === null ? {} : { lease: leaseOf(guest) }));
const onHosts = [
  record.map((value) => operation('hosts.insert', (state) => state.hosts.insert(value))),
  record.map((value) =>
    operation('hosts.replace', (state, etags) => state.hosts.replace(value, etagOf(etags, value.host))),
  ),
  few.map((n) =>
    operation('hosts.read', async (state, etags) => {
      const { host } = hostRecord(n);
      return noted(etags, host, await state.hosts.read(host));
    }),
  ),
  few.map((n) =>
    operation('hosts.leasedTo', async (state) =>
      sorted((await state.hosts.leasedTo(guestId(guid(n)))).map(({ value }) => value)),
    ),
  ),
  fc.constant(operation('hosts.list', async (state) => sorted(await state.hosts.list()))),
];

const asked = fc
  .tuple(few, few, fc.constantFrom('add' as const, 'remove' as const))
  .map(([group, member, change]) => wish(group, member, { operation: change }));
const onOutbox = [
  asked.map((value) => operation('outbox.put', (state) => state.outbox.put(value))),
  asked.map((value) =>
    operation('outbox.read', async (state, etags) =>
      noted(etags, value.group + value.member, await state.outbox.read(value.group, value.member)),
    ),
  ),
  asked.map((value) =>
    operation('outbox.refuse', (state, etags) =>
      state.outbox.refuse(value, etagOf(etags, value.group + value.member), {
        code: 'rejected',
        message: 'no',
      }),
    ),
  ),
  asked.map((value) =>
    operation('outbox.remove', (state, etags) =>
      state.outbox.remove(value.group, value.member, etagOf(etags, value.group + value.member)),
    ),
  ),
  few.map((n) =>
    operation('outbox.list', async (state) => {
      const listed = await state.outbox.list(groupId(guid(n, 'd')));
      return sorted(listed.map(({ value }) => value));
    }),
  ),
];

const sighting = fc
  .tuple(few, fc.constantFrom(NOON, '2026-09-02T00:30:00.000Z'), fc.constantFrom('sweep', 'webhook'))
  .map(([n, at, by]) => ({ id: `seen-${n}`, at, by: by, fact: 'changed' as const }));
const day = fc.constantFrom('2026-09-01', '2026-09-02', '2026-09-03');
const onSightings = [
  fc
    .tuple(few, fc.array(sighting, { maxLength: 3 }))
    .map(([n, seen]) => operation('sightings.record', (state) => state.sightings.record(guid(n), seen))),
  day.map((from) => operation('sightings.from', async (state) => sorted(await state.sightings.from(from)))),
  day.map((before) =>
    operation('sightings.purgeBefore', (state) => state.sightings.purgeBefore(before, 100)),
  ),
];

const cursorName = fc.constantFrom('users', 'group-1');
const onCursors = [
  fc
    .tuple(cursorName, fc.jsonValue(), fc.boolean())
    .map(([name, detail, isNew]) =>
      operation('cursors.save', (state, etags) =>
        state.cursors.save({ name, savedAt: NOON, detail }, isNew ? undefined : etagOf(etags, name)),
      ),
    ),
  cursorName.map((name) =>
    operation('cursors.read', async (state, etags) => noted(etags, name, await state.cursors.read(name))),
  ),
  fc.constant(operation('cursors.list', async (state) => sorted(await state.cursors.list()))),
];

const key = fc.constantFrom('users-1', 'groups-1');
const onSubscriptionRecords = [
  fc
    .tuple(key, fc.option(word))
    .map(([of, id]) =>
      operation('subscriptionRecords.insert', (state) =>
        state.subscriptionRecords.insert(subscriptionRecord(of, { id })),
      ),
    ),
  fc
    .tuple(key, fc.option(word))
    .map(([of, id]) =>
      operation('subscriptionRecords.replace', (state, etags) =>
        state.subscriptionRecords.replace(subscriptionRecord(of, { id }), etagOf(etags, of)),
      ),
    ),
  key.map((of) =>
    operation('subscriptionRecords.remove', (state, etags) =>
      state.subscriptionRecords.remove(of, etagOf(etags, of)),
    ),
  ),
  fc.constant(
    operation('subscriptionRecords.list', async (state, etags) => {
      const listed = await state.subscriptionRecords.list();
      return sorted(listed.map((found) => noted(etags, found.value.key, found)));
    }),
  ),
];

/** Calls of one port, so that a sequence of them has much to do with each other. */
export const SEQUENCES: Record<string, fc.Arbitrary<StateOperation[]>> = Object.fromEntries(
  Object.entries({
    onSubjects,
    onPartners,
    onLedger,
    onFailures,
    onHosts,
    onOutbox,
    onSightings,
    onCursors,
    onSubscriptionRecords,
    onIdempotencyKeys,
    onNotices,
  }).map(([port, operations]) => [
    port,
    fc.array(fc.oneof(...operations), { minLength: 5, maxLength: 40, size: 'max' }),
  ]),
);

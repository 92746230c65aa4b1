import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dispatchHints } from '../../../functions/events/hints';
import { SAMPLE_POLICY } from '../../../local/demo/sample-policy';
import type { Directory } from '../../../shared/clients/directory';
import type { UserFacts } from '../../../shared/domain/guest-facts';
import type { GuestId } from '../../../shared/domain/ids';
import { createSubjectLife } from '../../../shared/state/subject-life';
import { memoryState } from '../../shared/state/on-both-adapters';
import { guid, NOON } from '../../shared/state/builders';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { contextOf } from './events-under-test';

/** What a message may turn out to be, and what becomes of it, whoever its neighbours are. */
const KINDS = {
  guest: 'started',
  member: 'nothing',
  'soft-deleted stranger': 'nothing',
  'purged stranger': 'nothing',
  'user nobody knows': 'put off',
  'guest whose row cannot be read': 'put off',
  'guest whose run cannot be started': 'put off',
  'stranger that cannot be looked up': 'put off',
  'worn-out hint': 'parked',
  'member of a group nobody watches': 'nothing',
  'event of another tenant': 'nothing',
  'Graph event about a guest': 'started',
  'malformed message': 'parked',
} as const;
type Kind = keyof typeof KINDS;
type End = (typeof KINDS)[Kind];

const TENANT = guid(9, 'e');
const idOf = (place: number) => guid(place + 1);
const FAR_AGO = '2026-09-01T11:00:00.000Z';

function messageOf(kind: Kind, place: number): unknown {
  const id = idOf(place);
  const hint = { kind: 'guest', id, hintId: `h-${place}` };
  const event = (tenantId: string) => ({
    specversion: '1.0',
    id: `event-${place}`,
    type: 'Microsoft.Graph.UserUpdated',
    data: { changeType: 'updated', subscriptionId: 's', tenantId, resource: `Users/${id}` },
  });
  switch (kind) {
    case 'malformed message':
      return { kind: 'guest', id: `someone-${place}@contoso.com` };
    case 'event of another tenant':
      return event(guid(8, 'e'));
    case 'Graph event about a guest':
      return event(TENANT);
    case 'purged stranger':
      return { ...hint, seen: [{ by: 'webhook', at: NOON, fact: 'deleted' }] };
    case 'member of a group nobody watches':
      return { ...hint, viaGroup: guid(7, 'f') };
    case 'worn-out hint':
      return { ...hint, tries: 9, firstSeenAt: FAR_AGO };
    default:
      return hint;
  }
}

/** A directory, state and engine in which each place behaves as its kind says. */
async function dispatch(places: readonly (readonly [Kind, number])[]) {
  const kindAt = new Map(places.map(([kind, place]) => [idOf(place), kind]));
  const [state, bus, started, log] = [memoryState(), new MemoryHintBus(), [] as string[], [] as string[]];
  let bulkReads = 0;
  const known = new Set<Kind>([
    'guest',
    'member',
    'guest whose run cannot be started',
    'Graph event about a guest',
  ]);
  const directory = {
    readUsers: (ids: readonly GuestId[]) => {
      bulkReads += 1;
      const found = ids.filter((id) => known.has(kindAt.get(id)!));
      return Promise.resolve(new Map(found.map((id) => [id, factsOf(id, kindAt.get(id) === 'member')])));
    },
    isSoftDeleted: (id: GuestId) => {
      if (kindAt.get(id) === 'stranger that cannot be looked up') return Promise.reject(new Error('busy'));
      return Promise.resolve(kindAt.get(id) === 'soft-deleted stranger');
    },
  } as unknown as Directory;
  const subjects: typeof state.subjects = {
    ...state.subjects,
    read: (subject) =>
      kindAt.get(subject.id) === 'guest whose row cannot be read'
        ? Promise.reject(new Error('the table is busy'))
        : state.subjects.read(subject),
  };
  const runs = {
    start: ({ id }: { id: string }) => {
      if (kindAt.get(id) === 'guest whose run cannot be started')
        return Promise.reject(new Error('engine away'));
      return Promise.resolve(void started.push(id));
    },
    read: () => Promise.resolve('missing' as const),
    terminate: () => Promise.resolve(),
    purgeCompleted: () => Promise.resolve(0),
  };
  const deps = { ...state, subjects, directory, hints: bus, life: createSubjectLife(subjects, bus) };
  const now = () => new Date(NOON);
  const run = dispatchHints({ ...deps, tenantId: TENANT as never, now });
  await run(
    places.map(([kind, place]) => messageOf(kind, place)),
    contextOf(log),
    runs,
  );
  const putOff = bus.said.map(({ hint }) => hint.id);
  const failures = await state.failures.list();
  const endOf = (place: number): End => {
    if (started.includes(idOf(place))) return 'started';
    if (putOff.includes(idOf(place))) return 'put off';
    return failures.some(({ subject }) => subject?.id === idOf(place)) ? 'parked' : 'nothing';
  };
  return { endOf, failures, bulkReads, putOff, text: JSON.stringify(failures) + log.join('\n') };
}

const factsOf = (id: GuestId, isMember: boolean): UserFacts => ({
  id,
  userType: isMember ? 'Member' : 'Guest',
  externalUserState: isMember ? null : 'Accepted',
  externalUserStateChangedAt: null,
  creationType: isMember ? null : 'Invitation',
  accountEnabled: true,
  issuers: [],
  domain: SAMPLE_POLICY.domains[0],
});

const batches = fc.array(fc.constantFrom(...(Object.keys(KINDS) as Kind[])), { maxLength: 30 });
const expected = (kinds: readonly Kind[], end: End) => kinds.filter((kind) => KINDS[kind] === end).length;

describe('the dispatcher, whatever a batch holds and in whatever order', () => {
  it('never throws, and gives each message the end it would have by itself', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (kinds) => {
        const { endOf, failures } = await dispatch(kinds.map((kind, place) => [kind, place] as const));
        const ends = kinds.map((kind, place) => (kind === 'malformed message' ? 'parked' : endOf(place)));
        expect(ends).toEqual(kinds.map((kind) => KINDS[kind]));
        expect(failures).toHaveLength(expected(kinds, 'parked'));
      }),
      { numRuns: 60 },
    );
  });

  it('reads the directory in bulk once at most, sends one copy of what it puts off, and tells no address', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (kinds) => {
        const places = kinds.map((kind, place) => [kind, place] as const);
        const { bulkReads, putOff, text } = await dispatch(places);
        expect(bulkReads).toBeLessThanOrEqual(1);
        expect(putOff).toHaveLength(expected(kinds, 'put off'));
        expect(text).not.toContain('@contoso.com');
      }),
      { numRuns: 60 },
    );
  });
});

describe('the dispatcher while something it needs is away', () => {
  const hint = (place: number, more: object = {}) => ({
    kind: 'guest',
    id: idOf(place),
    hintId: `h-${place}`,
    ...more,
  });
  const setUp = () => {
    const [state, bus] = [memoryState(), new MemoryHintBus()];
    const deps = {
      ...state,
      hints: bus,
      life: createSubjectLife(state.subjects, bus),
      now: () => new Date(NOON),
    };
    const directory = { readUsers: () => Promise.reject(new Error('away')) } as unknown as Directory;
    return { bus, deps: { ...deps, directory } };
  };
  const noRuns = {} as Parameters<ReturnType<typeof dispatchHints>>[2];
  const away = () => Promise.reject(new Error('away'));

  it('puts everything off where the directory cannot be read', async () => {
    const { bus, deps } = setUp();
    await dispatchHints(deps)([hint(1), hint(2)], contextOf(), noRuns);
    expect(bus.said.map(({ hint: copy }) => [copy.hintId, copy.tries])).toEqual([
      ['h-1', 1],
      ['h-2', 1],
    ]);
  });

  it('loses no worn-out hint where the failure cannot be written, and lets no malformed message hold it up', async () => {
    const { bus, deps } = setUp();
    const failures = { ...deps.failures, open: away };
    const log: string[] = [];
    const worn = hint(1, { tries: 9, firstSeenAt: FAR_AGO });
    await dispatchHints({ ...deps, failures })([{ nothing: 1 }, worn], contextOf(log), noRuns);
    expect(bus.said.map(({ hint: copy }) => copy.firstSeenAt)).toEqual([FAR_AGO]);
    expect(log.join('\n')).toContain('could not be made a failure');
  });

  it('puts hints about groups off where the policies cannot be read, and no others', async () => {
    const { bus, deps } = setUp();
    const directory = {
      readUsers: () => Promise.resolve(new Map()),
      isSoftDeleted: () => Promise.resolve(true),
    };
    const partners = { ...deps.partners, list: away };
    const batch = [hint(1, { viaGroup: guid(7) }), hint(2)];
    await dispatchHints({ ...deps, partners, directory: directory as never })(batch, contextOf(), noRuns);
    expect(bus.said.map(({ hint: copy }) => copy.hintId)).toEqual(['h-1']);
  });

  it('takes the hints beside a wish for reauthorization that cannot be noted', async () => {
    const { bus, deps } = setUp();
    const wish = {
      specversion: '1.0',
      id: 'e',
      type: 'microsoft.graph.subscriptionReauthorizationRequired',
      data: { subscriptionId: 's', tenantId: TENANT },
    };
    await dispatchHints({ ...deps, tenantId: TENANT as never, markAsked: away })(
      [wish, hint(1)],
      contextOf(),
      noRuns,
    );
    expect(bus.said).toHaveLength(1);
  });
});

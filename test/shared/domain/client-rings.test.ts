import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SAMPLE_POLICY } from '../../../local/demo/sample-policy';
import { clientRingsSchema, durationMs, ringOf } from '../../../shared/domain/client-rings';
import { wantedClient, type ClientRollout } from '../../../shared/domain/client-rollout';
import type { HostRecord } from '../../../shared/domain/host-record';
import { guestId } from '../../../shared/domain/ids';
import { afterLook, countRings, whyHeld } from '../../../shared/domain/open-rings';
import { contosoPolicy } from '../../support/contoso-policy';
import { guid, hostRecord } from '../state/builders';

const [NEW, OLD] = ['2.25.0', '2.24.117'];
const RINGS = [
  { name: 'first', guests: [guid(1), guid(2), guid(3)] },
  { name: 'some', percent: 20, after: 'P2D' },
  { name: 'all', percent: 100, after: 'P1DT12H', stopAtFailedPercent: 50 },
];
const policy = (version: string, rings: object[] = RINGS) =>
  contosoPolicy({ client: { ...SAMPLE_POLICY.client, version, rings } });
const at = (days: number) => new Date(Date.parse('2026-09-01T08:00:00Z') + days * 86_400_000).toISOString();
const host = (n: number, changes: Partial<HostRecord> = {}): HostRecord =>
  hostRecord(n, {
    partner: 'contoso',
    lease: { kind: 'leased', guest: guestId(guid(n)), at: at(0) },
    ...changes,
  });
const proved = (n: number, version = NEW) => host(n, { proved: { version, at: at(0) } });
const failed = (n: number) =>
  host(n, { refused: { version: NEW, code: 'client-failed', message: 'exit 1' } });
/** The old version everywhere, then the policy names the new one. */
const begun = (hosts: HostRecord[] = []): ClientRollout =>
  afterLook(policy(NEW), afterLook(policy(OLD), undefined, [], at(-9)), hosts, at(0));
const held = (rollout: ClientRollout, hosts: HostRecord[], day: number) =>
  whyHeld(policy(NEW), rollout, countRings(policy(NEW), rollout, hosts), at(day))?.because;

describe('the rings of a policy', () => {
  it.each([
    ['that leave somebody out', [{ name: 'a', percent: 50 }]],
    [
      'whose shares shrink',
      [
        { name: 'a', percent: 50 },
        { name: 'b', percent: 20 },
        { name: 'c', percent: 100 },
      ],
    ],
    [
      'of one name',
      [
        { name: 'a', percent: 50 },
        { name: 'a', percent: 100 },
      ],
    ],
    ['that say of nobody', [{ name: 'a' }, { name: 'b', percent: 100 }]],
    [
      'with a time that is none',
      [
        { name: 'a', percent: 5 },
        { name: 'b', percent: 100, after: '2 days' },
      ],
    ],
    [
      'with a time of nothing',
      [
        { name: 'a', percent: 5 },
        { name: 'b', percent: 100, after: 'P' },
      ],
    ],
  ])('%s are refused', (_what, rings) => {
    expect(clientRingsSchema.safeParse(rings).success).toBe(false);
  });

  it.each([
    ['P2D', 48],
    ['PT12H', 12],
    ['P1DT12H', 36],
    [undefined, 0],
  ])('open after %s: %i hours', (text, hours) => {
    expect(durationMs(text)).toBe(hours * 3_600_000);
  });

  it('hold everybody once, and stay as they are when a share of another ring grows', () => {
    const rings = policy(NEW).client.rings!;
    const wider = rings.map((ring) => (ring.name === 'some' ? { ...ring, percent: 60 } : ring));
    fc.assert(
      fc.property(fc.uuid(), fc.option(fc.uuid()), (guest, of) => {
        const place = ringOf(rings, 'contoso', { guest, host: of });
        expect(place).toBeLessThan(rings.length);
        expect(ringOf(wider, 'contoso', { guest, host: of })).toBeLessThanOrEqual(place);
      }),
    );
  });

  it('hold about the share they say, and whom they name by guest or host', () => {
    const rings = policy(NEW).client.rings!;
    const places = Array.from({ length: 2000 }, (_, n) =>
      ringOf(rings, 'contoso', { guest: guid(n + 10), host: null }),
    );
    const share = places.filter((place) => place === 1).length / places.length;
    expect(share).toBeGreaterThan(0.16);
    expect(share).toBeLessThan(0.24);
    const byHost = [
      { name: 'pilot', hosts: [guid(7, 'b')] },
      { name: 'all', percent: 100 },
    ];
    expect(ringOf(byHost, 'contoso', { guest: guid(99), host: guid(7, 'b') })).toBe(0);
    expect(ringOf(byHost, 'contoso', { guest: guid(99), host: null })).toBe(1);
  });
});

describe('the wanted client', () => {
  const first = { guest: guid(1), host: null };
  const late = { guest: guid(77), host: null };
  const wanted = (version: string, rollout: ClientRollout | undefined, who = late) =>
    wantedClient(policy(version), rollout, who).version;

  it('is the policy’s where it has no rings, or none was rolled out before', () => {
    const plain = contosoPolicy({ client: { ...SAMPLE_POLICY.client, version: NEW } });
    expect(wantedClient(plain, begun(), late).version).toBe(NEW);
    expect(wanted(OLD, undefined)).toBe(OLD);
    expect(wanted(OLD, afterLook(policy(OLD), undefined, [], at(0)))).toBe(OLD);
  });

  it('is the new one in open rings, and the whole old release in closed ones', () => {
    const before = {
      version: '2.24.117',
      installerUrl: 'https://woodgrove.example/old.exe',
      sha256: 'a'.repeat(64),
    };
    const rollout = { ...begun(), previous: before };
    expect(wanted(NEW, rollout, first)).toBe(NEW);
    expect(wantedClient(policy(NEW), rollout, late)).toMatchObject(before);
  });

  it('stays as it is until the rollout of a version has begun', () => {
    expect(wanted('2.26.0', begun(), first)).toBe(NEW);
    expect(wanted('2.26.0', begun(), late)).toBe(OLD);
  });
});

describe('the rollout', () => {
  it('opens the first ring at once, and the next after its time, when somebody proved the version', () => {
    const rollout = begun();
    expect(rollout).toMatchObject({ previous: { version: OLD }, openedAt: [at(0)] });
    const hosts = [proved(1)];
    expect(held(rollout, hosts, 1)).toMatch(/opens P2D after/);
    expect(afterLook(policy(NEW), rollout, hosts, at(1)).openedAt).toHaveLength(1);
    const second = afterLook(policy(NEW), rollout, hosts, at(2));
    expect(second.openedAt).toEqual([at(0), at(2)]);
    expect(afterLook(policy(NEW), second, hosts, at(3)).openedAt).toHaveLength(2);
    expect(afterLook(policy(NEW), second, hosts, at(3.5)).openedAt).toHaveLength(3);
  });

  it.each([
    ['too many failed', [proved(1), failed(2)], /1 of 2 installs failed in ring first, more than 10 %/],
    ['nobody has proved it', [host(1)], /no host of ring first has proved it/],
    ['nobody is in the ring', [], undefined],
  ])('is held where %s, and says why', (_why, hosts, because) => {
    const rollout = begun();
    if (because === undefined) expect(held(rollout, hosts, 9)).toBeUndefined();
    else expect(held(rollout, hosts, 9)).toMatch(because);
    expect(afterLook(policy(NEW), rollout, hosts, at(9)).openedAt).toHaveLength(
      because === undefined ? 2 : 1,
    );
  });

  it('is not well again because a failed install is tried once more', () => {
    const seen = afterLook(policy(NEW), begun(), [proved(1), failed(2)], at(1));
    const retried = [proved(1), host(2)];
    expect(afterLook(policy(NEW), seen, retried, at(9)).openedAt).toHaveLength(1);
    expect(afterLook(policy(NEW), seen, [proved(1), proved(2)], at(9)).openedAt).toHaveLength(2);
  });

  it('opens nothing while it is paused, a new version included', () => {
    const paused = { ...begun(), paused: { at: at(1), by: guid(9, 'e'), reason: 'slow sign-ins' } };
    expect(held(paused, [proved(1)], 9)).toMatch(/paused since .*slow sign-ins/);
    expect(afterLook(policy('2.26.0'), paused, [], at(9))).toMatchObject({
      openedAt: [],
      paused: { at: at(1) },
    });
  });

  it('keeps to what was complete when a version comes in the middle, and goes back at once', () => {
    expect(afterLook(policy('2.26.0'), begun(), [], at(1))).toMatchObject({ previous: { version: OLD } });
    expect(afterLook(policy(OLD), begun(), [], at(1)).openedAt).toHaveLength(3);
  });

  it('never opens a ring before the one in front, whatever hosts say and whenever it looks', () => {
    const anyHost = fc
      .integer({ min: 1, max: 60 })
      .chain((n) => fc.constantFrom(proved(n), failed(n), host(n), proved(n, OLD)));
    const looks = fc.array(
      fc.tuple(fc.array(anyHost, { maxLength: 12 }), fc.double({ min: 0, max: 3, noNaN: true })),
      {
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(looks, (all) => {
        let [rollout, day] = [begun(), 0];
        for (const [hosts, days] of all) {
          day += days;
          const next = afterLook(policy(NEW), rollout, hosts, at(day));
          expect(next.openedAt.slice(0, rollout.openedAt.length)).toEqual(rollout.openedAt);
          expect(next.openedAt.length - rollout.openedAt.length).toBeLessThanOrEqual(1);
          if (next.openedAt.length > rollout.openedAt.length && rollout.openedAt.length > 0) {
            const after = durationMs(policy(NEW).client.rings![rollout.openedAt.length]!.after);
            const waited = Date.parse(next.openedAt.at(-1)!) - Date.parse(rollout.openedAt.at(-1)!);
            expect(waited).toBeGreaterThanOrEqual(after);
          }
          rollout = next;
        }
      }),
    );
  });
});

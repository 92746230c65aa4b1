import type { InvocationContext } from '@azure/functions';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { sendNotices } from '../../../functions/schedules/send-notices';
import type { Letter, Notices } from '../../../shared/clients/notices';
import { RetryableError, TerminalError } from '../../../shared/domain/codes';
import { guestId } from '../../../shared/domain/ids';
import { refused, type Stop } from '../../../shared/domain/outcome';
import { readNoticeTexts, SHIPPED_TEXTS } from '../../../shared/notices/read-notice-texts';
import { memoryFailures } from '../../../shared/state/memory/memory-failures';
import { memoryInvitedGuests } from '../../../shared/state/memory/memory-invited-guests';
import { memoryNoticeOutbox } from '../../../shared/state/memory/memory-notice-outbox';
import { memoryPartners } from '../../../shared/state/memory/memory-partners';
import { guid, NOON, notice } from '../../shared/state/builders';

const START_MS = Date.parse(NOON);
const SPONSOR = guid(9, 'b');
const texts = readNoticeTexts(SHIPPED_TEXTS, 'en');

/** A channel whose trouble can be switched. */
class Channel implements Notices {
  readonly letters: Letter[] = [];
  tries = 0;
  trouble: Error | 'no-address' | undefined;
  send(letter: Letter): Promise<'sent' | 'no-address'> {
    this.tries += 1;
    if (this.trouble instanceof Error) return Promise.reject(this.trouble);
    if (this.trouble === 'no-address') return Promise.resolve('no-address');
    this.letters.push(letter);
    return Promise.resolve('sent');
  }
}

function setUp() {
  const mail = new Channel();
  const webhook = new Channel();
  const names = new Map<string, string>();
  const bans = new Map<string, Stop>();
  const clock = { nowMs: START_MS };
  const said: string[] = [];
  const deps = {
    noticeOutbox: memoryNoticeOutbox(),
    failures: memoryFailures(),
    invitedGuests: memoryInvitedGuests(),
    partners: memoryPartners(),
    channels: { mail, webhook } as { mail: Channel | null; webhook: Channel | null },
    addressees: {
      read: async (user: string) => ({
        name: names.get(user) ?? 'Ada',
        language: user === SPONSOR ? 'nl' : null,
      }),
    },
    permit: async (_partner: string, guest: string | null) => bans.get(guest ?? 'nobody'),
    texts,
    domain: 'woodgrove.com',
    alertHours: 4,
    now: () => new Date(clock.nowMs),
  };
  const say = (line: string) => void said.push(line);
  const context = { warn: say, error: say } as unknown as InvocationContext;
  const tick = () => sendNotices(deps)(context);
  return {
    mail,
    webhook,
    names,
    bans,
    deps,
    said,
    tick,
    /** Ticks every minute, as the timer does. */
    pass: async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        clock.nowMs += 60_000;
        await tick();
      }
    },
    failures: async () => (await deps.failures.list()).map(({ key, code }) => `${key} ${code}`),
    states: async () =>
      (await deps.noticeOutbox.page({}, undefined, 99)).map(
        (one) => `${one.notice.kind} ${one.notice.state}`,
      ),
  };
}

let world: ReturnType<typeof setUp>;
beforeEach(() => {
  world = setUp();
});
const add = (...all: ReturnType<typeof notice>[]) =>
  Promise.all(all.map((one) => world.deps.noticeOutbox.add(one)));
const forSponsor = (n: number, changes: Parameters<typeof notice>[1] = {}) =>
  notice(n, { kind: 'sponsor-ready', to: SPONSOR, ...changes });

describe('a notice that is due', () => {
  it('is sent once, however often the timer ticks', async () => {
    await add(notice(1));
    await world.pass(10);
    expect(world.mail.letters.map(({ to, about }) => [to, about])).toEqual([[guid(1), 'guest-welcome']]);
    expect(world.mail.letters[0]?.text).toContain('Enter this domain: woodgrove.com');
    expect(await world.states()).toEqual(['guest-welcome sent']);
  });

  it('is sent once by two senders at the same time', async () => {
    await add(...[1, 2, 3, 4, 5].map((n) => notice(n)));
    await Promise.all([world.tick(), world.tick()]);
    expect(world.mail.letters.map(({ to }) => to).sort()).toEqual([1, 2, 3, 4, 5].map((n) => guid(n)));
  });

  it('speaks the language of the invitation, else that of the reader', async () => {
    await world.deps.invitedGuests.record({
      guest: guestId(guid(1)),
      invitedBy: SPONSOR,
      sponsor: null,
      at: NOON,
      language: 'de-CH',
    });
    await add(notice(1), notice(2), forSponsor(3, { kind: 'sponsor-held' }));
    await world.tick();
    const greetings = world.mail.letters.map(({ text }) => text.split(' ')[0]);
    expect(greetings.sort()).toEqual(['Guten', 'Hallo', 'Hello']);
  });

  it('shows no name that would be made a link', async () => {
    world.names.set(guid(1), 'Click https://evil.example');
    await add(notice(1));
    await world.tick();
    expect(world.mail.letters[0]?.text).not.toContain('evil');
  });

  it('is dropped where nothing may be written for the guest, and tells the others', async () => {
    world.bans.set(guid(1), refused('excluded', 'the exclusion list names it'));
    await add(forSponsor(1), forSponsor(2));
    await world.tick();
    expect(world.mail.letters).toHaveLength(1);
    expect(world.mail.letters[0]?.text).toContain(guid(2));
    expect(world.mail.letters[0]?.text).not.toContain(guid(1));
    expect((await world.states()).sort()).toEqual(['sponsor-ready dropped', 'sponsor-ready sent']);
  });

  it('is dropped where the directory has no address of the reader', async () => {
    world.mail.trouble = 'no-address';
    await add(notice(1));
    await world.pass(600);
    expect(world.mail.tries).toBe(1);
    expect(await world.states()).toEqual(['guest-welcome dropped']);
  });
});

describe('a sponsor', () => {
  it('gets one digest, by each way, of all that is due', async () => {
    await add(
      forSponsor(1),
      forSponsor(2, { kind: 'sponsor-invited' }),
      forSponsor(3, { partner: 'fabrikam' }),
    );
    await add(forSponsor(4, { channel: 'webhook', to: null }));
    await world.pass(3);
    expect(world.mail.letters).toHaveLength(1);
    expect(world.webhook.letters).toHaveLength(1);
    for (const n of [1, 2, 3]) expect(world.mail.letters[0]?.text).toContain(guid(n));
  });

  it('is told why a guest is held, and what would help', async () => {
    const cause = { code: 'no-free-host', message: 'no host of the pool is free' };
    await add(forSponsor(1, { kind: 'sponsor-held', cause }));
    await world.tick();
    expect(world.mail.letters[0]?.text).toContain('no host of the pool is free');
    expect(world.mail.letters[0]?.text).toContain('Add a session host');
  });
});

describe('a mail server that answers 5xx', () => {
  it('for an hour loses nothing and doubles nothing', async () => {
    world.mail.trouble = new RetryableError('unavailable', 'answered 503', 15);
    await add(...Array.from({ length: 20 }, (_, n) => notice(n)));
    await world.pass(60);
    expect(world.mail.letters).toEqual([]);
    // One try a tick at most: a way that is down is left alone until the next.
    expect(world.mail.tries).toBeLessThanOrEqual(60);
    world.mail.trouble = undefined;
    await world.pass(60);
    expect(new Set(world.mail.letters.map(({ key }) => key)).size).toBe(20);
    expect(world.mail.letters).toHaveLength(20);
    expect(await world.failures()).toEqual([]);
  });

  it('for longer than the hours of the settings is an alarm, which ends by itself', async () => {
    world.mail.trouble = new RetryableError('unavailable', 'answered 503', 15);
    await add(notice(1));
    await world.pass(239);
    expect(await world.failures()).toEqual([]);
    await world.pass(1);
    expect(await world.failures()).toEqual(['notices-late notices-late']);
    world.mail.trouble = undefined;
    await world.pass(60);
    expect(await world.failures()).toEqual([]);
    expect(world.mail.letters).toHaveLength(1);
  });

  it('does not hold up the webhook', async () => {
    world.mail.trouble = new RetryableError('throttled', 'answered 429', 600);
    await add(notice(1), forSponsor(2, { channel: 'webhook', to: null }));
    await world.tick();
    expect(world.webhook.letters).toHaveLength(1);
  });
});

describe('a way that refuses', () => {
  it('is a failure until it works', async () => {
    world.mail.trouble = new TerminalError('forbidden', 'answered 403: grant the permission');
    await add(notice(1), notice(2));
    await world.tick();
    expect(world.mail.tries).toBe(1);
    expect(await world.failures()).toEqual(['notices-mail forbidden']);
    world.mail.trouble = undefined;
    await world.pass(6);
    expect(world.mail.letters).toHaveLength(2);
    expect(await world.failures()).toEqual([]);
  });

  it('for one letter only holds up no other', async () => {
    const good = world.mail.send.bind(world.mail);
    world.mail.send = (letter) =>
      letter.to === guid(1) ? Promise.reject(new TerminalError('rejected', 'answered 400')) : good(letter);
    await add(notice(1), notice(2));
    await world.tick();
    expect(world.mail.letters.map(({ to }) => to)).toEqual([guid(2)]);
  });

  it('that is not set up says which setting is missing, and sends nothing twice when it is', async () => {
    world.deps.channels.mail = null;
    await add(notice(1));
    await world.pass(2);
    const [failure] = await world.deps.failures.list();
    expect(failure?.message).toContain('GATEHOUSE_NOTICES_MAILBOX');
    world.deps.channels.mail = world.mail;
    await world.pass(2);
    expect(world.mail.letters).toHaveLength(1);
  });
});

describe('a process that dies after it sent', () => {
  it('sends once more, later, under the same key', async () => {
    await add(notice(1));
    const replace = world.deps.noticeOutbox.replace.bind(world.deps.noticeOutbox);
    let writes = 0;
    world.deps.noticeOutbox.replace = (one, etag) => {
      writes += 1;
      return writes === 2 ? Promise.reject(new Error('killed')) : replace(one, etag);
    };
    await world.tick();
    await world.pass(4);
    expect(world.mail.letters).toHaveLength(1);
    await world.pass(60);
    expect(world.mail.letters.map(({ key }) => key)).toEqual([
      world.mail.letters[0]?.key,
      world.mail.letters[0]?.key,
    ]);
    expect(await world.states()).toEqual(['guest-welcome sent']);
  });
});

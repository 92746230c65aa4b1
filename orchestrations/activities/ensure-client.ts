import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import type { HostRecord } from '../../shared/domain/host-record';
import { done, later, refused, type Outcome, type Stop } from '../../shared/domain/outcome';
import { runId } from '../../shared/domain/subject';
import { isVersionAtLeast } from '../../shared/domain/version';
import type { HostRecords } from '../../shared/state/hosts';
import type { Versioned } from '../../shared/state/subjects';
import type { ActivityInput } from '../contract';
import type { Act } from './activity';
import type { WritePermit } from './write-permit';

interface Deps {
  hosts: HostRecords;
  hints: HintBus;
  permit: WritePermit;
  now: () => Date;
}

/** It may be installed already, and the host only had to say so. */
const FIRST_LOOK_SECONDS = 5;
/** Else an install takes about a minute; each look in between has the run read its whole history again. */
const SECOND_LOOK_SECONDS = 25;
/** After two minutes of this the run parks, and the host's run wakes it. */
const LOOK_AGAIN_SECONDS = 10;
/** The host's own run starts at the opening; its guests come when it is likely done. */
const AFTER_OPENING_SECONDS = 120;

/**
 * The host has the wanted client afterwards, proved by the host's own run: this leaves the wish, hints the
 * host and answers `later`. A refused install is asked for once more by each new run. Safe to repeat.
 */
export const ensureClient =
  (deps: Deps): Act<'ensureClient'> =>
  async (input) => {
    const stored = await deps.hosts.read(input.host);
    return answered(stored?.value, input, deps.now()) ?? (await ask(deps, stored, input));
  };

/** What the host's record says already; undefined = the host has to be asked. */
function answered(
  record: HostRecord | undefined,
  input: ActivityInput<'ensureClient'>,
  now: Date,
): Outcome<{ version: string }> | undefined {
  if (record === undefined) return undefined;
  const { proved, wanted, waiting } = record;
  const { client, life, guest } = input;
  if (proved !== null && isVersionAtLeast(proved.version, client.version))
    return done({ version: proved.version });
  const wasAsked = life.waitedSeconds > 0 && wanted?.version === client.version && waiting.includes(guest);
  return wasAsked ? answerOfHost(record, input, now) : undefined;
}

/** The host was asked for this version: it refused it, waits for its window, or is at it. */
function answerOfHost(
  { refused: refusal, notBefore }: HostRecord,
  { client, life }: ActivityInput<'ensureClient'>,
  now: Date,
): Stop {
  const closedSeconds = notBefore === null ? 0 : (Date.parse(notBefore) - now.getTime()) / 1000;
  if (closedSeconds > 0) return later('window-closed', Math.ceil(closedSeconds) + AFTER_OPENING_SECONDS);
  if (refusal?.version === client.version) return refused('client-failed', refusal.message);
  const isFirst = life.waitedSeconds <= FIRST_LOOK_SECONDS;
  return later('client-pending', isFirst ? SECOND_LOOK_SECONDS : LOOK_AGAIN_SECONDS);
}

async function ask(
  { hosts, hints, permit, now }: Deps,
  stored: Versioned<HostRecord> | undefined,
  input: ActivityInput<'ensureClient'>,
): Promise<Stop> {
  const { life, guest, partner, host } = input;
  const ban = await permit(partner, guest);
  if (ban) return ban;
  const wish = withWish(stored?.value, input, now());
  const written = stored === undefined ? await hosts.insert(wish) : await hosts.replace(wish, stored.etag);
  if (written === 'conflict') return later('client-pending', 1);
  await hints.send([hintFor({ kind: 'host', id: host }, `${runId(life.subject, life.run)}-client`)]);
  return later('client-pending', FIRST_LOOK_SECONDS);
}

function withWish(
  record: HostRecord | undefined,
  input: ActivityInput<'ensureClient'>,
  at: Date,
): HostRecord {
  const { host, target, client, guest, partner } = input;
  const asked = { target, partner, wanted: client, refused: null, isClientUnwanted: false };
  if (record !== undefined) {
    // Who waited for another version is none of those who wait for this one.
    const others = record.wanted?.version === client.version ? record.waiting : [];
    const waiting = [...new Set([...others, guest])];
    return { ...record, ...asked, waiting, notBefore: null };
  }
  return {
    host,
    ...asked,
    lease: { kind: 'leased', guest, at: at.toISOString() },
    proved: null,
    os: null,
    waiting: [guest],
    notBefore: null,
    isStartedByUs: false,
    isRestartPending: false,
  };
}

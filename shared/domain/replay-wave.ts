import { z } from 'zod';
import type { Intent } from './intent';
import type { PlannedSubject } from './plan';
import { isBlocked, isRemoving } from './replay-facts';
import { replayHaltSchema, type ReplayHalt } from './replay-halt';

/** Guests asked in the first waves: one, whose end is waited for, then ten; the rest follow. */
const FIRST_WAVES = [1, 10] as const;
/** Most guests of a replay in flight once the first waves ended well. */
const MOST_ASKED = 20;

/** What a replay asks a guest's run for: what it should have, as the guest's own run decides it. */
export const REPLAY_WANTS = [
  'ignore',
  'await-redemption',
  'admit',
  'remove',
] as const satisfies readonly Intent['kind'][];
export type ReplayWant = (typeof REPLAY_WANTS)[number];

const told = z.array(z.object({ id: z.string(), because: z.string() }));

const replayFlightSchema = z.object({
  id: z.string(),
  /** A run that opened after the hint has a higher `openSeq` than this. */
  seq: z.int(),
  at: z.iso.datetime(),
  want: z.enum(REPLAY_WANTS),
  /** Steps that were to change something when it was asked; none = all was true already. */
  steps: z.array(z.string()),
  /** Name of the session host that was given to its run; null = none was. */
  host: z.string().nullable().default(null),
  /** Whether its hint was sent: who was chosen is written down first, so that a repeat chooses nobody twice. */
  isHinted: z.boolean(),
  /** When its run was first seen to have ended as it should, not observed in the tenant yet; null = not so far. */
  settledAt: z.iso.datetime().nullable(),
});
export type ReplayFlight = z.infer<typeof replayFlightSchema>;

/** How far a replay is: `detail` of the cursor `plan-{id}`. */
export const replayWaveSchema = z.object({
  halt: replayHaltSchema,
  /** How many of the plan's guests were dealt with, in its order. */
  next: z.int(),
  /** Which wave it is, from 1, and how many guests that one may still ask; of the last ones nobody counts. */
  wave: z.int(),
  left: z.int(),
  inFlight: z.array(replayFlightSchema),
  /** Guests observed as planned: something was changed for them, or nothing had to be. */
  changed: z.int(),
  alreadyTrue: z.int(),
  /** Steps that were made for the guests of `changed`, by name. */
  made: z.record(z.string(), z.int()),
  /** Guests the plan itself found blocked. */
  blocked: z.int(),
  /** Guests that were asked and whose state was not observed, and why. */
  unconfirmed: told,
  /** Guests whose run ended otherwise, and how. */
  failed: told,
  /** Guests that were not asked, and why: they moved since the plan. */
  skipped: told,
  /** Guests asked that lose something. */
  removals: z.int(),
  /** The next guest loses something, and so many did that a person looks first. */
  isAtRemovalLimit: z.boolean(),
  /** How all this stood when it last halted: what somebody looked at halts nothing twice. */
  judged: z.object({ ended: z.int(), unresolved: z.int(), removals: z.int() }),
});
export type ReplayWave = z.infer<typeof replayWaveSchema>;

/** The wave of a replay that has just been started. Pure. */
export const firstReplayWave = (halt: ReplayHalt): ReplayWave => ({
  halt,
  ...{ next: 0, wave: 1, left: FIRST_WAVES[0], inFlight: [] },
  ...{ changed: 0, alreadyTrue: 0, made: {}, blocked: 0 },
  ...{ unconfirmed: [], failed: [], skipped: [] },
  ...{ removals: 0, isAtRemovalLimit: false },
  judged: { ended: 0, unresolved: 0, removals: 0 },
});

const isLastWave = ({ wave }: ReplayWave) => wave > FIRST_WAVES.length;

/** How many guests may be asked now. Pure. */
export const roomOf = (wave: ReplayWave): number =>
  isLastWave(wave) ? Math.max(0, MOST_ASKED - wave.inFlight.length) : wave.left;

/** The next wave, once everybody of this one has ended. Pure. */
export function nextWave(wave: ReplayWave): ReplayWave {
  if (isLastWave(wave) || wave.left > 0 || wave.inFlight.length > 0) return wave;
  return { ...wave, wave: wave.wave + 1, left: FIRST_WAVES[wave.wave] ?? 0 };
}

/** Those who were chosen and not hinted yet. Pure. */
export const unhinted = ({ inFlight }: ReplayWave): ReplayFlight[] =>
  inFlight.filter(({ isHinted }) => !isHinted);

/** Whom to read, and perhaps ask, next. */
export interface ReplayChoice {
  picked: PlannedSubject[];
  /** The wave after those the plan itself found blocked were passed over; `next` stands behind the last one picked. */
  wave: ReplayWave;
}

/** Chooses the next guests, in the plan's order, so many as there is room for. Pure. */
export function chooseNext(wave: ReplayWave, subjects: readonly PlannedSubject[]): ReplayChoice {
  const picked: PlannedSubject[] = [];
  const room = roomOf(wave);
  let { next, blocked } = wave;
  let removals = removalsSince(wave);
  for (; picked.length < room; next += 1) {
    const subject = subjects[next];
    if (subject === undefined) break;
    if (isBlocked(subject)) {
      blocked += 1;
      continue;
    }
    if (isRemoving(subject) && (removals += 1) > wave.halt.removals)
      return { picked, wave: { ...wave, next, blocked, isAtRemovalLimit: true } };
    picked.push(subject);
  }
  return { picked, wave: { ...wave, next, blocked } };
}

const removalsSince = ({ removals, judged }: ReplayWave) => removals - judged.removals;
const unresolvedOf = ({ failed, unconfirmed }: ReplayWave) => failed.length + unconfirmed.length;
const endedOf = (wave: ReplayWave) => wave.changed + wave.alreadyTrue + unresolvedOf(wave);

/** Why a replay must not go on before a person has looked; undefined = it may. Pure. */
export function haltOf(wave: ReplayWave): string | undefined {
  const { share, removals } = wave.halt;
  const unresolved = unresolvedOf(wave) - wave.judged.unresolved;
  const ended = endedOf(wave) - wave.judged.ended;
  const size = FIRST_WAVES[wave.wave - 1] ?? MOST_ASKED;
  if (unresolved > share * Math.max(ended, size))
    return `halted by itself: ${unresolved} of ${ended} guest(s) that ended were not resolved, more than ${Math.round(share * 100)} %`;
  if (wave.isAtRemovalLimit)
    return `halted by itself: ${removalsSince(wave)} guest(s) were asked that lose something, which is the limit of ${removals}`;
  return undefined;
}

/** The wave after it halted: whoever resumes it has looked at what there was, and has this wave once more. Pure. */
export const judged = (wave: ReplayWave): ReplayWave => ({
  ...wave,
  left: FIRST_WAVES[wave.wave - 1] ?? 0,
  isAtRemovalLimit: false,
  judged: { ended: endedOf(wave), unresolved: unresolvedOf(wave), removals: wave.removals },
});

/** The wave in the figures of a plan's record. Pure. */
export const replayProgress = (wave: ReplayWave) => ({
  done: wave.changed + wave.alreadyTrue,
  unconfirmed: wave.unconfirmed.length,
  failed: wave.failed.length,
  skipped: wave.skipped.length + wave.blocked,
});

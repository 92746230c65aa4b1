import { hintFor } from '../../shared/domain/hint';
import { guestId, partnerId, type GroupId, type GuestId } from '../../shared/domain/ids';
import { done, later, refused, type Outcome } from '../../shared/domain/outcome';
import { runId } from '../../shared/domain/subject';
import type { Life } from '../contract';
import { changeStage } from './change-stage';
import type { CutDeps } from './cut-deps';

type Deps = Pick<
  CutDeps,
  'groups' | 'subjects' | 'outbox' | 'documents' | 'stages' | 'hints' | 'permit' | 'now'
>;

interface Cut {
  partner: string;
  group: GroupId;
  life: Life;
}

/** The group's run writes twenty members a request. */
const ASK_AGAIN_SECONDS = 5;

/**
 * Every guest of the partner is a direct member of the blocked group: wishes are left with the group's own run, and
 * `later` is answered until all are granted. Whom the cut put there is kept first: only they are taken out again.
 */
export async function blockGuests(deps: Deps, cut: Cut): Promise<Outcome<{ isCut: boolean }>> {
  const { groups, outbox, now } = deps;
  const members = new Set<string>((await groups.members(cut.group))?.users);
  const outside = (await guestsOf(deps, cut.partner)).filter((guest) => !members.has(guest));
  await keepList(deps, cut.partner, outside);
  const waiting = new Map((await outbox.list(cut.group)).map(({ value }) => [value.member, value]));
  const isOpen = (guest: GuestId) => waiting.get(guest)?.refused == null;
  const open = outside.filter(isOpen);
  if (open.length === 0) return answerFor(deps, cut, outside);
  const askedAt = now().toISOString();
  const partner = partnerId(cut.partner);
  for (const member of open.filter((guest) => waiting.get(guest)?.operation !== 'add'))
    await outbox.put({
      group: cut.group,
      member,
      operation: 'add',
      partner,
      askedAt,
      askedBy: runId(cut.life.subject, cut.life.run),
      refused: null,
      isPlanned: true,
    });
  await hintGroup(deps, cut, 'block');
  return later('members-pending', ASK_AGAIN_SECONDS);
}

/**
 * All wishes are answered: who is gone from the directory needs no block; anybody else who was refused can still sign
 * in, and the cut must not be called made. What was refused is forgotten, so that the next look asks again.
 */
async function answerFor(
  { outbox }: Deps,
  { group }: Cut,
  outside: readonly GuestId[],
): Promise<Outcome<{ isCut: boolean }>> {
  const wishes = await Promise.all(outside.map((guest) => outbox.read(group, guest)));
  const letIn = wishes.filter(
    (wish) => wish?.value.refused != null && wish.value.refused.code !== 'not-found',
  );
  const [first] = letIn;
  if (first === undefined) return done({ isCut: true });
  for (const wish of letIn) if (wish !== undefined) await outbox.remove(group, wish.value.member, wish.etag);
  const why = first.value.refused?.message ?? '';
  return refused('cut-impossible', `${letIn.length} guest(s) can still sign in: ${why}`);
}

/** Takes out again whom the cut put into the blocked group, and nobody else. Safe to repeat. */
export async function unblockGuests(
  deps: Deps,
  cut: Cut,
  list: string | null,
): Promise<Outcome<{ isOpen: boolean }>> {
  const text = list === null ? undefined : await deps.documents.read(list);
  const ours = text === undefined ? [] : (JSON.parse(text) as string[]).map(guestId);
  const members = new Set<string>((await deps.groups.members(cut.group))?.users);
  const waiting = new Set<string>((await deps.outbox.list(cut.group)).map(({ value }) => value.member));
  const inside = ours.filter((guest) => members.has(guest) || waiting.has(guest));
  if (inside.length === 0) return done({ isOpen: true });
  const [partner, askedAt] = [partnerId(cut.partner), deps.now().toISOString()];
  for (const member of inside)
    await deps.outbox.put({
      group: cut.group,
      member,
      operation: 'remove',
      partner,
      askedAt,
      askedBy: runId(cut.life.subject, cut.life.run),
      refused: null,
      isPlanned: true,
    });
  await hintGroup(deps, cut, 'unblock');
  return later('members-pending', ASK_AGAIN_SECONDS);
}

/** The partner's guests, without those whom nobody may touch. */
async function guestsOf({ subjects, permit }: Deps, partner: string): Promise<GuestId[]> {
  const guests = [];
  for await (const row of subjects.list({ kind: 'guest', partner })) {
    if (row.state === 'ignored') continue;
    const guest = guestId(row.subject.id);
    const ban = await permit(partnerId(partner), guest, { isPlanned: true });
    if (ban === undefined) guests.push(guest);
  }
  return guests;
}

/** The first list stays: a repeat finds some of its guests in the group already. */
async function keepList({ documents, stages }: Deps, partner: string, guests: string[]): Promise<void> {
  const stage = (await stages.read(partner))?.value;
  if (guests.length === 0 || stage?.cut == null || stage.cut.guests !== null) return;
  const name = await documents.put(JSON.stringify(guests.sort()));
  await changeStage(stages, partner, (now) =>
    now.cut === null ? now : { ...now, cut: { ...now.cut, guests: now.cut.guests ?? name } },
  );
}

const hintGroup = ({ hints }: Deps, { group, life }: Cut, what: string): Promise<void> =>
  hints.send([hintFor({ kind: 'group', id: group }, `${runId(life.subject, life.run)}-${what}`)]);

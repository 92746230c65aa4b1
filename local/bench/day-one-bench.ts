import { InvocationContext } from '@azure/functions';
import { modeRoutes } from '../../functions/admin/mode-routes';
import { sweepGuests } from '../../functions/schedules/sweep-guests';
import type { Directory } from '../../shared/clients/directory';
import type { ChangesPage, UserChange } from '../../shared/clients/user-changes';
import { guestId, stableGuid } from '../../shared/domain/ids';
import { partnerPolicySchema } from '../../shared/domain/partner-policy';
import { memoryCursors } from '../../shared/state/memory/memory-cursors';
import { memoryInvitedGuests } from '../../shared/state/memory/memory-invited-guests';
import { memoryPartners } from '../../shared/state/memory/memory-partners';
import { memorySubjects } from '../../shared/state/memory/memory-subjects';
import { SAMPLE_POLICY } from '../demo/sample-policy';
import type { BenchFigures } from './bench-figures';

const GUESTS = 10_000;
/** What Graph gives on a page of changes, where nothing is selected away. */
const PAGE = 200;
const BYTES_PER_MIB = 2 ** 20;
const MADE_AT = '2025-01-01T00:00:00Z';

/**
 * A tenant that has 10,000 guests already: the first look at it, and the difference that a partner's step from
 * observe to enforce would make. State is in memory, so the figures are of this code and of the requests it makes.
 */
export async function benchDayOne(): Promise<BenchFigures> {
  const [subjects, partners, invitedGuests] = [memorySubjects(), memoryPartners(), memoryInvitedGuests()];
  await partners.put(partnerPolicySchema.parse({ ...SAMPLE_POLICY, mode: { kind: 'observe' } }), undefined);
  let [requests, hints] = [0, 0];
  const page = (index: number): Promise<ChangesPage<UserChange>> => {
    requests += 1;
    const changes = Array.from({ length: PAGE }, (_, n) => guestOf(index * PAGE + n));
    return Promise.resolve({ changes, link: String(index + 1), isEnd: (index + 1) * PAGE >= GUESTS });
  };
  const send = (said: readonly unknown[]) => Promise.resolve(void (hints += said.length));
  const baseline = await measured(() =>
    sweepGuests({
      subjects,
      partners,
      hints: { send },
      cursors: memoryCursors(),
      directory: noDirectory,
      userChanges: { first: () => page(0), follow: (link) => page(Number(link)) },
      now: () => new Date(),
    })(new InvocationContext({ functionName: 'bench', logHandler: () => undefined })),
  );
  const baselineRequests = requests;
  const deps = { subjects, partners, invitedGuests, hints: { send } };
  const diff = await measured(() => preview(deps));
  return {
    guests: GUESTS,
    baselineRequests,
    baselineHints: hints,
    baselineHeapGrowthMiB: baseline.heapMiB,
    baselineElapsedMs: baseline.elapsedMs,
    diffRequests: requests - baselineRequests,
    diffGuests: diff.result,
    diffHeapGrowthMiB: diff.heapMiB,
    diffElapsedMs: diff.elapsedMs,
  };
}

function guestOf(n: number): UserChange {
  const user = guestId(stableGuid(`here-${n}`));
  const facts = {
    id: user,
    userType: 'Guest' as const,
    externalUserState: 'Accepted',
    externalUserStateChangedAt: MADE_AT,
    creationType: 'Invitation',
    accountEnabled: true,
    issuers: ['ExternalAzureAD'],
    domain: SAMPLE_POLICY.domains[0],
  };
  return { user, kind: 'present', facts, createdAt: MADE_AT };
}

/** The baseline looks nobody up: whoever asks ends the bench. */
const noDirectory = {
  readUsers: () => Promise.reject(new Error('the baseline asked the directory for users')),
} as unknown as Directory;

/** The preview as the admin API answers it; gives how many guests it names. */
async function preview(deps: Parameters<Preview['perform']>[0]): Promise<number> {
  const [route] = modeRoutes;
  const accepted = route.accept({
    params: { partner: SAMPLE_POLICY.partner },
    query: new URLSearchParams(),
    body: { mode: { kind: 'enforce' } },
    caller: { kind: 'person', objectId: 'bench', roles: [] },
    headers: new Headers(),
    now: new Date(),
  });
  if ('errors' in accepted) throw new Error(JSON.stringify(accepted.errors));
  const answer = await accepted.perform(deps);
  if (!('body' in answer)) throw new Error('the preview was refused');
  return (answer.body as { guests: unknown[] }).guests.length;
}
type Preview = Exclude<ReturnType<(typeof modeRoutes)[0]['accept']>, { errors: unknown }>;

async function measured<T>(
  work: () => Promise<T>,
): Promise<{ result: T; heapMiB: number; elapsedMs: number }> {
  const heapBefore = process.memoryUsage().heapUsed;
  const beganMs = performance.now();
  const result = await work();
  const grown = process.memoryUsage().heapUsed - heapBefore;
  const elapsedMs = Math.round(performance.now() - beganMs);
  return { result, heapMiB: Math.max(0, Math.round(grown / BYTES_PER_MIB)), elapsedMs };
}

import { InvocationContext } from '@azure/functions';
import type { AdminDeps } from '../../functions/admin/admin-deps';
import { modeRoutes } from '../../functions/admin/mode-routes';
import { sweepGuests } from '../../functions/schedules/sweep-guests';
import type { Directory } from '../../shared/clients/directory';
import type { ChangesPage, UserChange } from '../../shared/clients/user-changes';
import type { UserFacts } from '../../shared/domain/guest-facts';
import { guestId, stableGuid } from '../../shared/domain/ids';
import { partnerPolicySchema } from '../../shared/domain/partner-policy';
import { memoryCursors } from '../../shared/state/memory/memory-cursors';
import { memoryInvitedGuests } from '../../shared/state/memory/memory-invited-guests';
import { memoryPartners } from '../../shared/state/memory/memory-partners';
import { memorySubjects } from '../../shared/state/memory/memory-subjects';
import { SAMPLE_POLICY } from '../demo/sample-policy';
import { askRoute } from './ask-route';
import type { BenchFigures } from './bench-figures';
import { measured } from './measured';
import { benchObservedWeek } from './observed-week';
import { benchPolicyDiff } from './policy-diff-bench';

const GUESTS = 10_000;
/** What Graph gives on a page of changes, where nothing is selected away. */
const PAGE = 200;
const MADE_AT = '2025-01-01T00:00:00Z';

/**
 * A tenant that has 10,000 guests already: the first look at it, the difference that a partner's step from observe to
 * enforce would make, how it stands against the policy; and a week in which it is only observed. State is in memory, so the figures are of this code and of the requests it makes.
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
  const guests = Array.from({ length: GUESTS }, (_, n) => factsOf(n));
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
    ...(await benchPolicyDiff(guests, subjects)),
    ...(await benchObservedWeek()),
  };
}

const factsOf = (n: number): UserFacts => ({
  id: guestId(stableGuid(`here-${n}`)),
  userType: 'Guest',
  externalUserState: 'Accepted',
  externalUserStateChangedAt: MADE_AT,
  creationType: 'Invitation',
  accountEnabled: true,
  issuers: ['ExternalAzureAD'],
  domain: SAMPLE_POLICY.domains[0],
});

function guestOf(n: number): UserChange {
  const facts = factsOf(n);
  return { user: facts.id, kind: 'present', facts, createdAt: MADE_AT };
}

/** The baseline looks nobody up: whoever asks ends the bench. */
const noDirectory = {
  readUsers: () => Promise.reject(new Error('the baseline asked the directory for users')),
} as unknown as Directory;

/** The preview as the admin API answers it; gives how many guests it names. */
async function preview(
  deps: Pick<AdminDeps, 'partners' | 'subjects' | 'invitedGuests' | 'hints'>,
): Promise<number> {
  const asked = { params: { partner: SAMPLE_POLICY.partner }, body: { mode: { kind: 'enforce' } } };
  const answer = await askRoute(modeRoutes[0], asked, deps);
  return (answer as { guests: unknown[] }).guests.length;
}

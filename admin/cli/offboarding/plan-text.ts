import type { PlanView } from '../../../shared/domain/admin-api/offboarding-view';
import type { CliContext } from '../cli-context';
import { minuteText, spanText } from '../time-text';
import { wrapped } from '../wrapped';

type Look = Pick<CliContext, 'width' | 'colours'>;

/** An offboarding plan for a person: what it would do, what stays, how far it is, what to do next. */
export function planText(plan: PlanView, { width, colours }: Look): string {
  const head = colours.bold(`Plan ${plan.id} of partner ${plan.partner ?? '?'}: ${plan.state.toUpperCase()}`);
  const lines = [`Hash ${plan.hash}`, ...factLines(plan), ...runLines(plan), nextLine(plan)];
  return [head, ...lines.filter((line) => line !== '').map((line) => wrapped(line, width, '  '))].join('\n');
}

function factLines({ facts }: PlanView): string[] {
  const { guests, liveSessions, hosts, cloudPcs, staying, stayingHosts, tenant, writes, secondsAtLimit } =
    facts;
  return [
    `Removes ${guests} guest(s), ends ${liveSessions} live session(s), frees ${hosts} session host(s)`,
    `Cloud PCs lost: ${cloudPcs.length}`,
    ...cloudPcs.map(
      ({ id, guest, deletedAfterDays }) =>
        `  ${id} of guest ${guest}: deleted for good ${deletedAfterDays} days after`,
    ),
    ...staying.map(({ guest, group, because }) => `Stays: guest ${guest} in group ${group}: ${because}`),
    ...stayingHosts.map(({ guest, host }) => `Stays: host ${host} of guest ${guest}: adopted`),
    ...tenant.map(({ step, verdict, on, because }) => `Tenant: ${step} ${on}: ${verdict}, ${because ?? ''}`),
    `About ${writes} write(s), ${spanText(secondsAtLimit)} at the tenant's limit`,
  ];
}

function runLines(plan: PlanView): string[] {
  if (plan.start === null) return [];
  const { total, done } = plan.progress;
  return [
    `Started ${minuteText(plan.start.at)}: ${done} of ${total} removed, ${plan.failed.length} failed, ${plan.skipped.length} left alone`,
    ...(plan.remark === null ? [] : [`Because: ${plan.remark}`]),
    ...plan.failed.map(({ id, because }) => `Failed: guest ${id}: ${because}`),
    ...plan.skipped.map(({ id, because }) => `Left alone: guest ${id}: ${because}`),
    ...plan.appeared.map((id) => `Not in the plan: guest ${id} appeared later`),
  ];
}

function nextLine({ state, id, hash, partner, expiresAt }: PlanView): string {
  switch (state) {
    case 'proposed':
      return `Next, until ${minuteText(expiresAt)}, an Approver other than you: gatehouse partner offboard approve ${id} --hash ${hash}`;
    case 'approved':
      return `Next: gatehouse partner offboard run ${id} --reason ...`;
    case 'paused':
      return `Next: gatehouse partner offboard resume ${id} --reason ..., or stop`;
    default:
      return `See gatehouse partner stage ${partner ?? ''}`;
  }
}

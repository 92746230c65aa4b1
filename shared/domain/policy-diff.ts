import type { GuestId } from './ids';
import type { Intent } from './intent';
import type { DesktopOffer, PartnerPolicy } from './partner-policy';

/** What another policy would change for one guest. */
export interface GuestChange {
  guest: GuestId;
  /** What the guest should have now, and then: `admit`, `await-redemption`, `ignore: not-entitled`, ... */
  before: string;
  after: string;
  /** Rights that come and go, in words with ids. */
  gains: string[];
  loses: string[];
}

/** What changes for a guest whose intent changes so; null = nothing. Pure. */
export function diffGuest(guest: GuestId, before: Intent, after: Intent): GuestChange | null {
  const [had, has] = [grantsOf(before), grantsOf(after)];
  const gains = has.filter((grant) => !had.includes(grant));
  const loses = had.filter((grant) => !has.includes(grant));
  const change = { guest, before: nameOf(before), after: nameOf(after), gains, loses };
  const isSame = gains.length === 0 && loses.length === 0 && change.before === change.after;
  return isSame ? null : change;
}

/** Everything an admitted guest gets; one who has not accepted yet gets it then. */
function grantsOf(intent: Intent): string[] {
  if (intent.kind !== 'admit' && intent.kind !== 'await-redemption') return [];
  const { policy, offer } = intent;
  return [
    `access group ${policy.accessGroup}`,
    desktopText(offer),
    ...policy.profiles.map((kind) => `traffic profile ${kind}`),
    ...policy.privateApps.map((id) => `private app ${id}`),
    `client ${policy.client.version}`,
  ];
}

function desktopText(offer: DesktopOffer): string {
  if (offer.kind === 'windows-365') return `Cloud PC by group ${offer.cloudPcGroup}`;
  return `personal host of ${offer.hostPools.map((id) => id.split('/').at(-1) ?? id).join(', ')}`;
}

function nameOf(intent: Intent): string {
  if (intent.kind === 'hold') return `hold: ${intent.code}`;
  return intent.kind === 'ignore' || intent.kind === 'remove'
    ? `${intent.kind}: ${intent.because}`
    : intent.kind;
}

/** Groups whose members a comparison of the policies needs: each is read once, whole. Pure. */
export function groupsToCompare(policies: readonly PartnerPolicy[]): string[] {
  const named = policies.flatMap(({ admitWhen, desktops }) => [
    ...(admitWhen.rule === 'eligibility-group' ? [admitWhen.group] : []),
    ...desktops.flatMap(({ forGroup }) => forGroup ?? []),
  ]);
  return [...new Set(named)];
}

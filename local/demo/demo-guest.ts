import type { GuestView } from './gatehouse-api';

/** One of the three guests of the demo. */
export interface DemoGuest {
  /** First name: what the table shows. */
  name: string;
  wants: 'avd-personal' | 'windows-365';
  accepts: boolean;
  id: string;
  userPrincipalName: string;
  mail: string;
  /** performance.now() at acceptance; null = has not accepted. */
  acceptedAtMs: number | null;
  view: GuestView | undefined;
}

/** Where the guest should end. */
export const expectedState = ({ accepts }: Pick<DemoGuest, 'accepts'>): string =>
  accepts ? 'ready' : 'invited';

/** Nothing more will happen by itself: ready or held, or invited where nobody accepts. */
export function isSettled(guest: DemoGuest): boolean {
  const state = guest.view?.state;
  return state === 'ready' || state === 'held' || (!guest.accepts && state === 'invited');
}

/** State, step and seconds, as a person reads them. */
export function rowOf(guest: DemoGuest, nowMs: number): { state: string; step: string; seconds: string } {
  const { view, acceptedAtMs } = guest;
  const state = view === undefined || view.state === 'new' ? 'unseen' : view.state;
  const waited = acceptedAtMs === null ? undefined : Math.round((nowMs - acceptedAtMs) / 1000);
  const seconds = view?.state === 'ready' ? view.acceptedToReadySeconds : waited;
  return {
    state,
    step: stepOf(view),
    seconds: seconds === undefined || seconds === null ? '' : `${seconds}`,
  };
}

const STEP_OF_STATE: Record<string, (view: GuestView) => string> = {
  invited: ({ told }) => told ?? '',
  held: ({ reason }) => (reason === null ? '' : `${reason.code}: ${reason.message}`),
  ready: ({ desktop }) => (desktop === null ? '' : `${desktop.kind}: ${desktop.name}`),
};

function stepOf(view: GuestView | undefined): string {
  if (view === undefined) return '';
  return (STEP_OF_STATE[view.state] ?? lastStep)(view);
}

function lastStep({ timeline, reason }: GuestView): string {
  const [last] = timeline;
  if (last === undefined) return reason?.message ?? '';
  return last.outcome === 'later' ? `${last.step} (${last.code ?? ''})` : `after ${last.step}`;
}

import { alreadyTrue, blocked, willCreate, type PrepareStep, type StepHead } from './prepare-step';

/**
 * The two applications whose service principals must allow Microsoft Entra sign-in over RDP (Configure single sign-on
 * for Azure Virtual Desktop, Nov 2023).
 */
export const REMOTE_DESKTOP_APPS = [
  { name: 'Microsoft Remote Desktop', appId: 'a4a365df-50f1-4397-bc59-1a1564b8bb9c' },
  { name: 'Windows Cloud Login', appId: '270efc09-cd0d-444b-a71f-39af4910ec45' },
] as const;

/** What was read of one of them. */
export interface RemoteDesktopFacts {
  name: string;
  appId: string;
  /** Object id of the service principal; null = the tenant has none. */
  servicePrincipal: string | null;
  /** The switch; null = never set. */
  isEnabled: boolean | null;
}

/** Is sign-in over RDP switched on? Pure. */
export function planRemoteDesktop(facts: readonly RemoteDesktopFacts[]): PrepareStep[] {
  return facts.map(({ name, appId, servicePrincipal, isEnabled }) => {
    const head: StepHead = {
      id: `remote-desktop ${appId}`,
      what: `Sign-in over RDP is allowed for ${name}`,
      why: 'Single sign-on to a desktop fails for everybody while it is off.',
    };
    if (servicePrincipal === null) {
      return blocked(
        head,
        'the tenant has no service principal of it',
        `make one: az ad sp create --id ${appId}`,
      );
    }
    if (isEnabled === true) return alreadyTrue(head, 'switched on');
    return willCreate(head, isEnabled === null ? 'never set' : 'switched off', {
      kind: 'enable-remote-desktop',
      servicePrincipal,
      hasConfiguration: isEnabled !== null,
    });
  });
}

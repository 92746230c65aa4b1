import { collection } from '../core/store';

/** A Global Secure Access traffic forwarding profile. */
export interface ForwardingProfile {
  id: string;
  name: string;
  description: string;
  state: 'enabled' | 'disabled';
  trafficForwardingType: 'm365' | 'internet' | 'private';
  priority: number;
  isCustomProfile: boolean;
  /** Object id of the service principal that carries the assignments. */
  servicePrincipalId: string | null;
  /** Readers see null for it all the same, as in Microsoft's sample. */
  hidesServicePrincipal?: boolean;
  /** Assigned to everybody: explicit assignments then decide nothing. */
  assignedToAllUsers: boolean;
  lastModifiedDateTime: string;
}

export const forwardingProfiles = collection<ForwardingProfile>('forwardingProfiles');

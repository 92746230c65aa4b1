import type { HostPoolFacts } from '../domain/prepare/plan-host-pool';

/** AVD host pools as things to be set up. The write is for people with their own sign-in. */
export interface HostPoolSettings {
  /** The pool, its application groups and where its machines are; `pool` null = there is none. */
  read(hostPool: string): Promise<Omit<HostPoolFacts, 'holdings'>>;
  /** The whole text of RDP settings, in place of the pool's own. Safe to repeat. */
  setRdpProperty(hostPool: string, customRdpProperty: string): Promise<void>;
}

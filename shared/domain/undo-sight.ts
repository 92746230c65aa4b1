import type { GuestSituation } from './guest-facts';
import type { PartnerPolicy } from './partner-policy';

/** A host that was the guest's, as our record and its pool have it now. */
export interface FormerHost {
  /** `guest`: leased to the guest. `free-of-guest`: freed, and nobody had it since. `other`: somebody else's, or was. */
  lease: 'guest' | 'free-of-guest' | 'clean' | 'other';
  /** Whether its pool still has this very machine. */
  isThere: boolean;
  assigned: 'nobody' | 'guest' | 'other';
}

/** All that an undo of one guest hangs on, read at one moment. */
export interface UndoSight {
  situation: GuestSituation;
  /** The policy of the row's partner: of a guest whose account is gone the directory does not tell it. */
  policy: PartnerPolicy | null;
  /** Those of the groups that were asked about: which hold the guest directly, which are gone. */
  memberOf: readonly string[];
  goneGroups: readonly string[];
  /** By host id. */
  hosts: Readonly<Record<string, FormerHost>>;
  /** A virtual machine that is leased to the guest now; null = none is. */
  leasedHost: string | null;
  /** `gone`: the guest has no Cloud PC any more, or one that is being deleted. Asked for only where a step hangs on it. */
  cloudPc: 'there' | 'gone' | 'not-asked';
}

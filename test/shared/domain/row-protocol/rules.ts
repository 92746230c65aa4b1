import { onClose, onFence, onHint, onOpen } from '../../../../shared/domain/subject-row';
import { onWatch } from '../../../../shared/domain/watch';

/** The protocol as the model plays it: the product's own decisions, and the order in which its callers act on them. */
export interface Rules {
  onHint: typeof onHint;
  onOpen: typeof onOpen;
  onFence: typeof onFence;
  onClose: typeof onClose;
  onWatch: typeof onWatch;
  /** Whether a write that lost its race is noticed (If-Match). */
  writes: 'conditionally' | 'blindly';
  close: 'writes-first' | 'speaks-first';
  /** What the watchman builds the next run's row from. */
  takesOver: 'what-is-stored' | 'what-it-listed';
  /** When it starts the instance of a run that it minted. */
  startsOwn: 'next-tick' | 'at-once';
}

export const PROTOCOL: Rules = {
  onHint,
  onOpen,
  onFence,
  onClose,
  onWatch,
  writes: 'conditionally',
  close: 'writes-first',
  takesOver: 'what-is-stored',
  startsOwn: 'next-tick',
};

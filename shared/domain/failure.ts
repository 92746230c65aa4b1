import { sha256 } from './ids';
import type { Subject } from './subject';

/** An open, unresolved stop of a subject's run, or of a message that no run could take. */
export interface Failure {
  fingerprint: string;
  subject: Subject | null;
  /** Key of the thing that failed: the subject's key, or the id of a message. */
  key: string;
  flow: string;
  step: string;
  code: string;
  /** Kind of resource the step works on, for example `host` or `message`. */
  resource: string;
  message: string;
  /** What would put it right. */
  fix: string;
  partner: string | null;
  run: string | null;
  /** ISO 8601. */
  firstSeenAt: string;
  /** ISO 8601. */
  lastSeenAt: string;
  evidence: unknown;
}

/** Failures with one fingerprint have one cause: flow, step, error code and kind of resource. */
export function fingerprint(cause: Pick<Failure, 'flow' | 'step' | 'code' | 'resource'>): string {
  return sha256([cause.flow, cause.step, cause.code, cause.resource].join('\n')).slice(0, 16);
}

import type { PlanRecord } from '../../../shared/domain/plan-record';
import { guid } from './builders';

/** A proposed plan of Olga's, valid for a day from 25 November 2026, 10:00. */
export const planRecord = (changes: Partial<PlanRecord> = {}): PlanRecord => ({
  id: guid(1),
  kind: 'offboarding',
  partner: 'contoso',
  hash: 'a'.repeat(64),
  createdBy: 'olga',
  createdAt: '2026-11-25T10:00:00.000Z',
  expiresAt: '2026-11-26T10:00:00.000Z',
  needsApproval: true,
  state: 'proposed',
  approval: null,
  start: null,
  remark: null,
  progress: { total: 3, done: 0, unconfirmed: 0, failed: 0, skipped: 0 },
  ...changes,
});

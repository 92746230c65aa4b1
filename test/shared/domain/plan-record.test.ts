import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  approvePlan,
  finishPlan,
  pausePlan,
  resumePlan,
  startPlan,
  stopPlan,
  type PlanRecord,
  type PlanTransition,
} from '../../../shared/domain/plan-record';
import { planRecord } from '../state/plan-record-builder';

const NOON = '2026-11-25T12:00:00.000Z';
const LATE = '2026-11-26T10:00:00.000Z';
const HASH = 'a'.repeat(64);
const why = { hash: HASH, reason: 'the contract ended', ticket: null };
const codeOf = (transition: PlanTransition) => (transition.kind === 'ok' ? 'ok' : transition.code);
const approved = planRecord({ state: 'approved', approval: { by: 'anna', at: NOON } });
const start = { by: 'olga', at: NOON, reason: 'x', ticket: null, inputs: [] };
const running = planRecord({ state: 'running', start });

describe('approving a plan', () => {
  it.each<[string, PlanRecord, string, string, string, string]>([
    ['by somebody else, of this hash', planRecord(), 'anna', NOON, HASH, 'ok'],
    ['by whoever drew it up', planRecord(), 'olga', NOON, HASH, 'own-plan'],
    ['of another hash', planRecord(), 'anna', NOON, 'b'.repeat(64), 'other-hash'],
    ['at the moment it expires', planRecord(), 'anna', LATE, HASH, 'expired'],
    ['twice by the same person', approved, 'anna', NOON, HASH, 'ok'],
    ['by a third person', approved, 'piet', NOON, HASH, 'already-approved'],
    ['while it runs', running, 'anna', NOON, HASH, 'already-started'],
  ])('%s', (_case, record, by, at, hash, expected) => {
    expect(codeOf(approvePlan(record, { by, at }, hash))).toBe(expected);
  });
});

describe('starting a plan', () => {
  it.each<[string, PlanRecord, string, Partial<typeof why>, string]>([
    ['that was approved', approved, NOON, {}, 'ok'],
    ['that nobody approved', planRecord(), NOON, {}, 'not-approved'],
    ['that needs no approval', planRecord({ needsApproval: false }), NOON, {}, 'ok'],
    ['by another hash', approved, NOON, { hash: 'b'.repeat(64) }, 'other-hash'],
    ['for no reason', approved, NOON, { reason: '  ' }, 'no-reason'],
    ['that has expired', approved, LATE, {}, 'expired'],
    ['that ran before', { ...running, state: 'finished' }, NOON, {}, 'already-started'],
  ])('%s', (_case, record, at, changes, expected) => {
    expect(codeOf(startPlan(record, { by: 'olga', at }, { ...why, ...changes }))).toBe(expected);
  });
});

describe('a plan under any sequence of commands', () => {
  const commands: ((record: PlanRecord) => PlanTransition)[] = [
    (record) => approvePlan(record, { by: 'anna', at: NOON }, HASH),
    (record) => approvePlan(record, { by: 'olga', at: NOON }, HASH),
    (record) => startPlan(record, { by: 'olga', at: NOON }, why),
    (record) => pausePlan(record, 'wait'),
    resumePlan,
    (record) => stopPlan(record, 'enough'),
    (record) => finishPlan(record, 'all done'),
  ];

  it('runs only after another person approved it, starts once, and never leaves its end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(commands.length - 1), { maxLength: 12 }), (steps) => {
        let record = planRecord();
        let starts = 0;
        for (const step of steps) {
          const answer = commands[step]!(record);
          if (answer.kind === 'refused') continue;
          if (answer.record.start !== null && record.start === null) starts += 1;
          if (record.state === 'finished' || record.state === 'stopped')
            expect(answer.record.state).toBe(record.state);
          record = answer.record;
        }
        expect(starts).toBeLessThanOrEqual(1);
        if (record.start !== null) expect(record.approval?.by).toBe('anna');
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterLook,
  askForCut,
  confirmCut,
  isUnconfirmed,
  restartsCloudPcs,
  takeCutBack,
} from '../../../shared/domain/partner-cut';
import { openStage, type PartnerDrain } from '../../../shared/domain/partner-stage';

const CUT_AT = '2026-09-01T08:00:00.000Z';
const after = (minutes: number) => new Date(Date.parse(CUT_AT) + minutes * 60_000).toISOString();
const request = { who: 'olga', at: CUT_AT, reason: 'gone', ticket: null, isEmergency: false };

function cutStage(isEmergency = false) {
  const asked = askForCut(openStage('contoso'), { ...request, isEmergency });
  if (asked.kind !== 'ok') throw new Error(asked.message);
  return asked.stage;
}

describe('the drain after a cut', () => {
  it('is over only after two quiet looks in a row, the last 90 minutes after the cut or later', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 20 }), (found) => {
        let drain: PartnerDrain | null = null;
        for (const [place, one] of found.entries())
          drain = afterLook(drain, { cutAt: CUT_AT, at: after(place * 10), found: one });
        const first = found.findIndex((one, place) => place >= 9 && one === 0 && found[place - 1] === 0);
        expect(drain!.endedAt).toBe(first === -1 ? null : after(first * 10));
        expect(drain!.sessionsEnded).toBe(found.reduce((sum, one) => sum + one, 0));
      }),
    );
  });

  it('restarts Cloud PCs at the first look and once more when no old token lives', () => {
    const at = [0, 10, 80, 90, 100].map(after);
    let drain: PartnerDrain | null = null;
    const restarted = at.map((now) => {
      const restarts = restartsCloudPcs(drain, CUT_AT, now);
      drain = afterLook(drain, { cutAt: CUT_AT, at: now, found: 0 });
      return restarts;
    });
    expect(restarted).toEqual([true, false, false, true, false]);
  });
});

describe('a cut', () => {
  it('asked for twice stays the first', () => {
    const stage = cutStage();
    expect(askForCut(stage, { ...request, who: 'arno' })).toEqual({ kind: 'ok', stage });
  });

  it('made in an emergency runs out after a day, unless another person confirms it', () => {
    const stage = cutStage(true);
    expect(isUnconfirmed(stage, after(24 * 60 - 1))).toBe(false);
    expect(isUnconfirmed(stage, after(24 * 60))).toBe(true);
    expect(confirmCut(stage, 'olga').kind).toBe('refused');
    const confirmed = confirmCut(stage, 'arno');
    expect(confirmed.kind === 'ok' && isUnconfirmed(confirmed.stage, after(48 * 60))).toBe(false);
  });

  it('is taken back before anybody is removed, and after all are, but not in the middle', () => {
    expect(takeCutBack(cutStage())).toMatchObject({ kind: 'ok', stage: { stage: 'open' } });
    expect(takeCutBack({ ...cutStage(), stage: 'removing' }).kind).toBe('refused');
    expect(takeCutBack({ ...cutStage(), stage: 'removed' })).toMatchObject({ stage: { stage: 'open' } });
  });
});
